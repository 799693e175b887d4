import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { cacheMigrations } from '../../../../src/main/store/migrations/cache/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';

it('cache 0007 hands out the newest first, of what was there before and of what comes after', () => {
  const db = new Database(':memory:');
  migrate(db, cacheMigrations, 6);
  const hits = (expression: string): unknown[] =>
    db.prepare('SELECT -rowid FROM message_search WHERE message_search MATCH ?').pluck().all(expression);
  const say = (key: number, text: string) =>
    db
      .prepare(
        `INSERT INTO messages (key, id, contact_id, direction, text, at, status, confirmed)
         VALUES (?, ?, 'anna', 'in', ?, 1, 'sent', 1)`,
      )
      .run(key, `m${key}`, text);
  db.exec(`INSERT INTO contacts (key, id, name, digits, confirmed) VALUES (7, 'anna', 'Anna', '', 1)`);
  say(10, 'Gomme e freni');
  say(20, 'Solo gomme');

  expect(migrate(db, cacheMigrations, 7)).toBe(1);
  say(30, 'Le gomme sono arrivate');
  say(15, 'Gomme usate');
  expect(hits('"gomme"')).toEqual([30, 20, 15, 10]);
  expect(hits('"freni"')).toEqual([10]);

  db.exec(`UPDATE messages SET text = 'Freni nuovi' WHERE key = 20; DELETE FROM messages WHERE key = 30`);
  expect(hits('"gomme"')).toEqual([15, 10]);
  expect(hits('"fren"*')).toEqual([20, 10]);
  db.exec(`INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)`);
});
