import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { cacheMigrations } from '../../../../src/main/store/migrations/cache/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';

it('cache 0003 finds what was there before, and follows what comes after', () => {
  const db = new Database(':memory:');
  migrate(db, cacheMigrations, 2);
  const hits = (expression: string): unknown[] =>
    db.prepare('SELECT rowid FROM message_search WHERE message_search MATCH ? ORDER BY rowid').pluck().all(expression);
  const say = (key: number, text: string) =>
    db
      .prepare(
        `INSERT INTO messages (key, id, contact_id, direction, text, at, status, confirmed)
         VALUES (?, ?, 'anna', 'in', ?, 1, 'sent', 1)`,
      )
      .run(key, `m${key}`, text);
  db.exec(`INSERT INTO contacts (key, id, name, digits, confirmed) VALUES (7, 'anna', 'Anna', '', 1)`);
  say(1, 'La motorizzazione è chiusa');
  say(2, 'I motori Perché no');

  expect(migrate(db, cacheMigrations, 3)).toBe(1);
  say(3, 'Il motorino, le motorizzazioni');
  for (const [expression, keys] of [
    ['"motor"*', [1, 2, 3]],
    ['"motori"*', [1, 2, 3]],
    ['"motoriz"*', [1, 3]],
    ['"motorizz"*', [1, 3]],
    ['"motorizzazioni"*', [3]],
    ['"perche"', [2]],
  ] as const)
    expect(hits(expression), expression).toEqual(keys);

  db.exec(`UPDATE messages SET text = 'Doch' WHERE key = 1; DELETE FROM messages WHERE key = 3`);
  expect(hits('"motorizz"*')).toEqual([]);
  expect(hits('"doch"')).toEqual([1]);
  db.exec(`INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)`);
});
