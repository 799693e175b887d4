import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { call, chargeCall } from '../../../../src/main/store/ledger/calls.ts';
import { ledgerMigrations } from '../../../../src/main/store/migrations/ledger/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';

it('ledger 0006 keeps what a call cost, once; calls from before cost nothing that is known', () => {
  const db = new Database(':memory:');
  migrate(db, ledgerMigrations, 5);
  db.exec(`INSERT INTO calls (id, contact_id, name, direction, kind, started_at)
    VALUES ('c', 'anna', 'Anna', 'business-initiated', 'voice', 1)`);
  migrate(db, ledgerMigrations, 6);
  expect(call(db, 'c')).not.toHaveProperty('cost');
  const cost = { amount: '0.0206', currency: 'USD', chargedSeconds: 120 };
  expect(chargeCall(db, 'c', cost)?.cost).toEqual(cost);
  expect(chargeCall(db, 'c', { ...cost, amount: '9' })?.cost).toEqual(cost);
  expect(chargeCall(db, 'unknown', cost)).toBeNull();
});
