import type { Migration } from '../migrate.ts';

/** The list of calls is that of the workspace in force: it is found by an index, however many calls belong to others. */
export const callsOfAWorkspace: Migration = {
  version: 8,
  name: 'calls-of-a-workspace',
  up: (db) => {
    db.exec(`
      DROP INDEX calls_newest;
      CREATE INDEX calls_newest ON calls (workspace, started_at, id);
      DROP INDEX calls_by_outcome;
      CREATE INDEX calls_by_outcome ON calls (outcome, workspace, started_at, id);
      DROP INDEX calls_outgoing;
      CREATE INDEX calls_outgoing ON calls (workspace, started_at, id) WHERE direction = 'business-initiated';
    `);
  },
};
