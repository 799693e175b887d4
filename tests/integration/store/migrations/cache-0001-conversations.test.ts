import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { cacheMigrations } from '../../../../src/main/store/migrations/cache/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';

it('cache 0001 makes the tables of conversations, strict and tied to contacts', () => {
  const db = new Database(':memory:');
  migrate(db, cacheMigrations, 1);
  const tables = db
    .prepare(
      `SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .all();
  expect(tables).toEqual(
    ['contact_events', 'contacts', 'conversations', 'messages', 'meta'].map((name) => ({ name, strict: 1 })),
  );
  expect(() => db.exec(`INSERT INTO conversations (contact_id) VALUES ('nobody')`)).toThrow(/FOREIGN KEY/);
  db.exec(`INSERT INTO contacts (id, name, digits, confirmed) VALUES ('anna', 'Anna', '', 1)`);
  db.exec(`INSERT INTO conversations (contact_id) VALUES ('anna')`);
  expect(db.prepare('SELECT last_at, unread, missed, read_up_to FROM conversations').get()).toEqual({
    last_at: 0,
    unread: 0,
    missed: 0,
    read_up_to: -1,
  });
  expect(() =>
    db.exec(`INSERT INTO messages (id, contact_id, direction, text, at, status, confirmed)
             VALUES ('m', 'anna', 'in', 'x', 'today', 'sent', 1)`),
  ).toThrow(/INTEGER/);
});
