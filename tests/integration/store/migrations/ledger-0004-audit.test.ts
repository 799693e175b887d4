import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { ledgerMigrations } from '../../../../src/main/store/migrations/ledger/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';

it('ledger 0004 makes the audit trail, which takes rows and gives none back', () => {
  const db = new Database(':memory:');
  migrate(db, ledgerMigrations, 4);
  db.exec(
    `INSERT INTO audit (at, who, what, details, previous_hash, hash) VALUES (1, 'anna', 'played', '{}', '0', '1')`,
  );
  expect(() => db.exec(`UPDATE audit SET who = 'bruno'`)).toThrow(/append-only/);
  expect(() => db.exec('DELETE FROM audit')).toThrow(/append-only/);
  expect(db.prepare('SELECT count(*) FROM audit').pluck().get()).toBe(1);
});
