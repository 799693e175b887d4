import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { ledgerMigrations } from '../../../../src/main/store/migrations/ledger/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';

it('ledger 0008 finds the calls of a workspace by an index in every tab, and keeps those there are', () => {
  const db = new Database(':memory:');
  migrate(db, ledgerMigrations, 7);
  db.exec(`INSERT INTO calls (id, contact_id, name, direction, kind, started_at, workspace)
    VALUES ('c', 'anna', 'Anna', 'business-initiated', 'voice', 1, 'team')`);
  migrate(db, ledgerMigrations, 8);
  expect(db.prepare('SELECT id, workspace FROM calls').all()).toEqual([{ id: 'c', workspace: 'team' }]);
  for (const [condition, index] of [
    ['', 'calls_newest'],
    ["outcome = 'missed' AND", 'calls_by_outcome'],
    ["direction = 'business-initiated' AND", 'calls_outgoing'],
  ] as const) {
    const plan = db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT id FROM calls WHERE ${condition} workspace = 'x' AND (started_at, id) < (9, 'z')
         ORDER BY started_at DESC, id DESC LIMIT 10`,
      )
      .all() as { readonly detail: string }[];
    expect(plan.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(new RegExp(`${index} \\(.*workspace=\\?`)),
    ]);
  }
});
