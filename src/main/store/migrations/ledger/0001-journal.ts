import type { Migration } from '../migrate.ts';

/**
 * The call journal, the contact events made on this desktop, and when the app was last known to be alive.
 * Tables keep their rowid, because the salvage of a damaged file walks along it.
 */
export const journal: Migration = {
  version: 1,
  name: 'journal',
  up: (db) => {
    db.exec(`
      CREATE TABLE meta (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT;

      CREATE TABLE heartbeat (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        alive_at INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE calls (
        id TEXT NOT NULL PRIMARY KEY,
        contact_id TEXT NOT NULL,
        name TEXT NOT NULL,
        phone TEXT,
        direction TEXT NOT NULL CHECK (direction IN ('user-initiated', 'business-initiated')),
        kind TEXT NOT NULL CHECK (kind IN ('voice', 'video')),
        started_at INTEGER NOT NULL,
        answered_at INTEGER,
        ended_at INTEGER,
        outcome TEXT,
        reason TEXT
      ) STRICT;
      CREATE INDEX calls_newest ON calls (started_at, id);
      CREATE INDEX calls_by_outcome ON calls (outcome, started_at, id);
      CREATE INDEX calls_outgoing ON calls (started_at, id) WHERE direction = 'business-initiated';

      CREATE TABLE contact_events (
        id TEXT NOT NULL PRIMARY KEY,
        contact_id TEXT NOT NULL,
        type TEXT NOT NULL,
        at INTEGER NOT NULL,
        call_id TEXT,
        kind TEXT,
        duration_ms INTEGER,
        agent TEXT,
        acknowledged INTEGER NOT NULL DEFAULT 0 CHECK (acknowledged IN (0, 1))
      ) STRICT;
      CREATE INDEX contact_events_pending ON contact_events (at, id) WHERE acknowledged = 0;
    `);
  },
};
