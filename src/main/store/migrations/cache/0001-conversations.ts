import type { Migration } from '../migrate.ts';

/**
 * Contacts, what was said and what happened.
 *
 * `messages.key` is the message's time × 1024 plus a counter (see cache/messages.ts): descending keys are newest first, which is what
 * the full-text index hands out for nothing. `confirmed` is 0 for what only this desktop knows so far.
 * `read_up_to` is -1 where nobody has looked yet, because 0 is an instant.
 */
export const conversations: Migration = {
  version: 1,
  name: 'conversations',
  up: (db) => {
    db.exec(`
      CREATE TABLE meta (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE contacts (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        phone TEXT,
        digits TEXT NOT NULL,
        service_window_until INTEGER,
        confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1))
      ) STRICT;
      CREATE INDEX contacts_by_digits ON contacts (digits) WHERE digits <> '';

      CREATE TABLE conversations (
        contact_id TEXT PRIMARY KEY REFERENCES contacts (id),
        last_at INTEGER NOT NULL DEFAULT 0,
        last_entry TEXT CHECK (last_entry IN ('message', 'event')),
        last_direction TEXT,
        last_text TEXT,
        last_type TEXT,
        unread INTEGER NOT NULL DEFAULT 0,
        missed INTEGER NOT NULL DEFAULT 0,
        read_up_to INTEGER NOT NULL DEFAULT -1
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX conversations_newest ON conversations (last_at, contact_id);
      CREATE INDEX conversations_marked ON conversations (unread, missed) WHERE unread > 0 OR missed > 0;

      CREATE TABLE messages (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        contact_id TEXT NOT NULL REFERENCES contacts (id),
        direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
        text TEXT NOT NULL,
        at INTEGER NOT NULL,
        status TEXT NOT NULL,
        confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1))
      ) STRICT;
      CREATE UNIQUE INDEX messages_timeline ON messages (contact_id, at, id);
      CREATE INDEX messages_unconfirmed ON messages (confirmed) WHERE confirmed = 0;

      CREATE TABLE contact_events (
        id TEXT NOT NULL UNIQUE,
        contact_id TEXT NOT NULL REFERENCES contacts (id),
        type TEXT NOT NULL,
        at INTEGER NOT NULL,
        call_id TEXT,
        kind TEXT,
        duration_ms INTEGER,
        agent TEXT,
        confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
        PRIMARY KEY (contact_id, at, id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX contact_events_unconfirmed ON contact_events (confirmed) WHERE confirmed = 0;
    `);
  },
};
