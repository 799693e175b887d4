import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { recording, recordingsRoot } from '../../../../src/main/store/ledger/recordings.ts';
import { ledgerMigrations } from '../../../../src/main/store/migrations/ledger/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';

it('ledger 0007 notes where a recording stands; those from before stand in the first folder that is named', () => {
  const db = new Database(':memory:');
  migrate(db, ledgerMigrations, 6);
  db.exec(`INSERT INTO recordings (id, call_id, contact_id, name, agent, started_at, state, path)
    VALUES ('r', 'r', 'anna', 'Anna', 'Bruno', 1, 'complete', '2026/11/r.webm')`);
  migrate(db, ledgerMigrations, 7);
  expect(recording(db, 'r')?.root).toBeNull();
  recordingsRoot(db, '/first');
  recordingsRoot(db, '/second');
  expect(recording(db, 'r')?.root).toBe('/first');
});
