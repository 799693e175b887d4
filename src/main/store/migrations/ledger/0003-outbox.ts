import type { Migration } from '../migrate.ts';

/** Messages on their way to the gateway, kept once by the id that the client gave them. */
export const outbox: Migration = {
  version: 3,
  name: 'outbox',
  up: (db) => {
    db.exec(`
      CREATE TABLE outbox (
        id TEXT NOT NULL PRIMARY KEY,
        contact_id TEXT NOT NULL,
        text TEXT NOT NULL,
        at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
        attempts INTEGER NOT NULL DEFAULT 0,
        error TEXT
      ) STRICT;
      CREATE INDEX outbox_pending ON outbox (at, id) WHERE state = 'pending';
    `);
  },
};
