import type { Migration } from '../migrate.ts';

/**
 * The list of recordings is that of the workspace in force, as the list of calls is: a rehearsal in the sandbox does not stand among a team's
 * recordings, and a contact of another workspace is nobody here. A recording belongs where its call does; one whose call is not known, to the
 * workspace that is bound.
 */
export const recordingsOfAWorkspace: Migration = {
  version: 10,
  name: 'recordings-of-a-workspace',
  up: (db) => {
    db.exec(`
      ALTER TABLE recordings ADD COLUMN workspace TEXT NOT NULL DEFAULT '';
      UPDATE recordings SET workspace = coalesce(
        (SELECT workspace FROM calls WHERE calls.id = recordings.call_id),
        (SELECT value FROM meta WHERE key = 'workspace'),
        '');
      DROP INDEX recordings_newest;
      CREATE INDEX recordings_newest ON recordings (workspace, started_at, id);
    `);
  },
};
