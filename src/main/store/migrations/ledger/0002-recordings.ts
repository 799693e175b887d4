import type { Migration } from '../migrate.ts';

/**
 * The recordings index. No foreign key to calls: a file found without its call is indexed all the same.
 * `path` is relative to the recordings folder, with `/`. `closing` says how a file that still has to be finished ended:
 * after a crash in between, recovery knows whether the recording itself was whole.
 */
export const recordings: Migration = {
  version: 2,
  name: 'recordings',
  up: (db) => {
    db.exec(`
      CREATE TABLE recordings (
        id TEXT NOT NULL PRIMARY KEY,
        call_id TEXT NOT NULL,
        contact_id TEXT NOT NULL,
        name TEXT NOT NULL,
        phone TEXT,
        agent TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        duration_ms INTEGER,
        bytes INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL CHECK (state IN ('writing', 'complete', 'cut', 'failed')),
        sha256 TEXT,
        path TEXT NOT NULL UNIQUE,
        closing TEXT CHECK (closing IN ('complete', 'cut'))
      ) STRICT;
      CREATE INDEX recordings_newest ON recordings (started_at, id);
      CREATE INDEX recordings_by_call ON recordings (call_id);
      CREATE INDEX recordings_writing ON recordings (started_at) WHERE state = 'writing';
    `);
  },
};
