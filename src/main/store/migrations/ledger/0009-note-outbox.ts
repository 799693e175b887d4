import type { Migration } from '../migrate.ts';

/**
 * Notes that were made here: `draft` until the agent says "send", `pending` until the gateway has it. The media is a file of its own (main/notes).
 * What was thrown away stays as a row: nothing of a ledger is ever deleted, so that its salvage brings nothing back from the dead.
 */
export const noteOutbox: Migration = {
  version: 9,
  name: 'note-outbox',
  up: (db) => {
    db.exec(`
      CREATE TABLE note_outbox (
        id TEXT NOT NULL PRIMARY KEY,
        contact_id TEXT NOT NULL,
        call_id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('voice', 'video')),
        duration_ms INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        mime_type TEXT NOT NULL,
        peaks TEXT,
        at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'pending', 'done', 'failed', 'discarded')),
        attempts INTEGER NOT NULL DEFAULT 0,
        error TEXT,
        workspace TEXT NOT NULL DEFAULT ''
      ) STRICT;
      CREATE INDEX note_outbox_unsent ON note_outbox (workspace, at, id) WHERE state IN ('draft', 'pending', 'failed');
    `);
  },
};
