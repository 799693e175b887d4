import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { ledgerMigrations } from '../../../../src/main/store/migrations/ledger/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';

it('ledger 0003 makes the outbox: one row a client id', () => {
  const db = new Database(':memory:');
  migrate(db, ledgerMigrations, 3);
  const insert = db.prepare(`INSERT INTO outbox (id, contact_id, text, at, state) VALUES (?, 'anna', 'Hi', 1, ?)`);
  insert.run('m', 'pending');
  expect(() => insert.run('m', 'pending')).toThrow(/UNIQUE/);
  expect(() => insert.run('n', 'flying')).toThrow(/CHECK/);
  expect(db.prepare('SELECT attempts, error FROM outbox').get()).toEqual({ attempts: 0, error: null });
});
