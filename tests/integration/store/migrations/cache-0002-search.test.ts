import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { cacheMigrations } from '../../../../src/main/store/migrations/cache/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';

it('cache 0002 keeps the indexes in step with contacts and messages', () => {
  const db = new Database(':memory:');
  migrate(db, cacheMigrations, 2);
  const hits = (index: string, expression: string): unknown[] =>
    db.prepare(`SELECT rowid FROM ${index} WHERE ${index} MATCH ?`).pluck().all(expression);
  db.exec(
    `INSERT INTO contacts (key, id, name, digits, confirmed) VALUES (7, 'anna', 'Ánna Bianchi', '393331234567', 1)`,
  );
  db.exec(`INSERT INTO messages (key, id, contact_id, direction, text, at, status, confirmed)
           VALUES (1024, 'm', 'anna', 'in', 'Perché no', 1, 'sent', 1)`);
  expect(hits('name_search', '"anna"')).toEqual([7]);
  expect(hits('number_search', '"3123"')).toEqual([7]);
  expect(hits('message_search', '"perche"')).toEqual([1024]);

  db.exec(`UPDATE contacts SET name = 'Berta', digits = '49301234' WHERE key = 7`);
  db.exec(`UPDATE messages SET text = 'Doch' WHERE key = 1024`);
  expect(hits('name_search', '"anna"')).toEqual([]);
  expect(hits('name_search', '"berta"')).toEqual([7]);
  expect(hits('number_search', '"3123"')).toEqual([]);
  expect(hits('message_search', '"perche"')).toEqual([]);

  db.exec(`DELETE FROM messages; DELETE FROM contacts`);
  expect(hits('message_search', '"doch"')).toEqual([]);
  expect(hits('name_search', '"berta"')).toEqual([]);
  for (const index of ['name_search', 'number_search', 'message_search'])
    db.exec(`INSERT INTO ${index} (${index}, rank) VALUES ('integrity-check', 1)`);
});
