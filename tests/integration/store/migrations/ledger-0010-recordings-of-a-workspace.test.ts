import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { ledgerMigrations } from '../../../../src/main/store/migrations/ledger/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';

it('ledger 0010 gives each recording to the workspace of its call, others to the bound one, and finds them by an index', () => {
  const db = new Database(':memory:');
  migrate(db, ledgerMigrations, 9);
  db.exec(`
    INSERT INTO meta (key, value) VALUES ('workspace', 'sandbox');
    INSERT INTO calls (id, contact_id, name, direction, kind, started_at, workspace)
      VALUES ('c', 'anna', 'Anna', 'user-initiated', 'voice', 1, 'team');
    INSERT INTO recordings (id, call_id, contact_id, name, agent, started_at, state, path) VALUES
      ('r', 'c', 'anna', 'Anna', 'Carla', 1, 'complete', 'r.webm'),
      ('s', 'lost', 'anna', 'Anna', 'Carla', 2, 'cut', 's.webm');
  `);
  migrate(db, ledgerMigrations, 10);
  expect(db.prepare('SELECT id, workspace FROM recordings ORDER BY id').all()).toEqual([
    { id: 'r', workspace: 'team' },
    { id: 's', workspace: 'sandbox' },
  ]);
  const plan = db
    .prepare(
      `EXPLAIN QUERY PLAN SELECT id FROM recordings WHERE workspace = 'x' AND (started_at, id) < (9, 'z')
       ORDER BY started_at DESC, id DESC LIMIT 10`,
    )
    .all() as { readonly detail: string }[];
  expect(plan.map(({ detail }) => detail)).toEqual([expect.stringMatching(/recordings_newest \(workspace=\?/)]);
});
