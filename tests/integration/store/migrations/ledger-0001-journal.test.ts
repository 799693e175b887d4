import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { ledgerMigrations } from '../../../../src/main/store/migrations/ledger/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';

it('ledger 0001 makes the journal, with a rowid for the salvage', () => {
  const db = new Database(':memory:');
  migrate(db, ledgerMigrations, 1);
  const tables = db
    .prepare(
      `SELECT name, strict, wr FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .all();
  expect(tables).toEqual(['calls', 'contact_events', 'heartbeat', 'meta'].map((name) => ({ name, strict: 1, wr: 0 })));
  const insert = db.prepare(
    `INSERT INTO calls (id, contact_id, name, direction, kind, started_at) VALUES (?, 'anna', 'Anna', ?, 'voice', 1)`,
  );
  insert.run('a', 'user-initiated');
  expect(() => insert.run('a', 'user-initiated')).toThrow(/UNIQUE/);
  expect(() => insert.run('b', 'sideways')).toThrow(/CHECK/);
  db.exec('INSERT INTO heartbeat (id, alive_at) VALUES (1, 5)');
  expect(() => db.exec('INSERT INTO heartbeat (id, alive_at) VALUES (2, 5)')).toThrow(/CHECK/);
});
