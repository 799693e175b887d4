import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { ledgerMigrations } from '../../../../src/main/store/migrations/ledger/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';

it('ledger 0005 tells whose a row is; rows from before are nobody’s yet', () => {
  const db = new Database(':memory:');
  migrate(db, ledgerMigrations, 4);
  db.exec(`INSERT INTO outbox (id, contact_id, text, at, state) VALUES ('m', 'anna', 'Hi', 1, 'pending')`);
  migrate(db, ledgerMigrations, 5);
  expect(db.prepare('SELECT id, workspace FROM outbox').all()).toEqual([{ id: 'm', workspace: '' }]);
  for (const table of ['calls', 'contact_events', 'outbox'])
    expect(db.prepare(`SELECT workspace FROM ${table} LIMIT 0`).columns()[0]?.name).toBe('workspace');
});
