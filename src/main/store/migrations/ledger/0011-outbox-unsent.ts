import type { Migration } from '../migrate.ts';

/** What was refused for good is looked for at each start as well, among all the messages that were ever sent. */
export const outboxUnsent: Migration = {
  version: 11,
  name: 'outbox-unsent',
  up: (db) => {
    db.exec(`
      DROP INDEX outbox_pending;
      CREATE INDEX outbox_unsent ON outbox (workspace, at, id) WHERE state IN ('pending', 'failed');
    `);
  },
};
