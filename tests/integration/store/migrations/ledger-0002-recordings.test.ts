import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { ledgerMigrations } from '../../../../src/main/store/migrations/ledger/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';

it('ledger 0002 makes the recordings index: one row a file, known states only', () => {
  const db = new Database(':memory:');
  migrate(db, ledgerMigrations, 2);
  const insert = db.prepare(
    `INSERT INTO recordings (id, call_id, contact_id, name, agent, started_at, state, path)
     VALUES (?, 'c', 'anna', 'Anna', 'Bruno', 1, ?, ?)`,
  );
  insert.run('c', 'writing', '2026/11/c.webm');
  expect(() => insert.run('c-2', 'writing', '2026/11/c.webm')).toThrow(/UNIQUE/);
  expect(() => insert.run('c-3', 'lost', '2026/11/c-3.webm')).toThrow(/CHECK/);
  expect(db.prepare('SELECT bytes, duration_ms, sha256, closing FROM recordings').get()).toEqual({
    bytes: 0,
    duration_ms: null,
    sha256: null,
    closing: null,
  });
});
