import type { Migration } from '../migrate.ts';

/**
 * To which workspace a row belongs, for what is sent to it or rebuilt from it: a message of one must never be sent to another, and its contacts
 * are nobody there. Rows from before belong to the first one that is bound.
 */
export const workspace: Migration = {
  version: 5,
  name: 'workspace',
  up: (db) => {
    db.exec(`
      ALTER TABLE calls ADD COLUMN workspace TEXT NOT NULL DEFAULT '';
      ALTER TABLE contact_events ADD COLUMN workspace TEXT NOT NULL DEFAULT '';
      ALTER TABLE outbox ADD COLUMN workspace TEXT NOT NULL DEFAULT '';

      DROP INDEX contact_events_pending;
      CREATE INDEX contact_events_pending ON contact_events (workspace, at, id) WHERE acknowledged = 0;
      DROP INDEX outbox_pending;
      CREATE INDEX outbox_pending ON outbox (workspace, at, id) WHERE state = 'pending';
    `);
  },
};
