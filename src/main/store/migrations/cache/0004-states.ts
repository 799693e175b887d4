import type { Migration } from '../migrate.ts';

/** What a gateway tells whole (channel, rates, permissions, assignments, follow-ups), each newest by its key. */
export const states: Migration = {
  version: 4,
  name: 'states',
  up: (db) => {
    db.exec(`
      CREATE TABLE states (
        key TEXT PRIMARY KEY,
        contact_id TEXT,
        body TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
