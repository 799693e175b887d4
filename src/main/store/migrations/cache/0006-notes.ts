import type { Migration } from '../migrate.ts';

/**
 * Voice and video messages. `key` as in `messages`, so that their own full-text index hands out newest first, too; `words` is the transcript's text, empty
 * without one. `body` is the note as it was told. `untold` is 1 where it was played here and the gateway does not know yet.
 *
 * `conversations` is built anew: what its newest line may be is a CHECK, which SQLite cannot change.
 */
export const notes: Migration = {
  version: 6,
  name: 'notes',
  up: (db) => {
    db.exec(`
      CREATE TABLE notes (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        contact_id TEXT NOT NULL REFERENCES contacts (id),
        at INTEGER NOT NULL,
        direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
        kind TEXT NOT NULL CHECK (kind IN ('voice', 'video')),
        duration_ms INTEGER NOT NULL,
        status TEXT NOT NULL,
        words TEXT NOT NULL,
        body TEXT NOT NULL,
        confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
        untold INTEGER NOT NULL DEFAULT 0 CHECK (untold IN (0, 1))
      ) STRICT;
      CREATE UNIQUE INDEX notes_timeline ON notes (contact_id, at, id);
      CREATE INDEX notes_unconfirmed ON notes (confirmed) WHERE confirmed = 0;
      CREATE INDEX notes_untold ON notes (untold) WHERE untold = 1;

      CREATE VIRTUAL TABLE note_search USING fts5 (
        words, content='notes', content_rowid='key', columnsize=0,
        tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4 5 6 7 8'
      );
      CREATE TRIGGER notes_search_insert AFTER INSERT ON notes WHEN new.words <> '' BEGIN
        INSERT INTO note_search (rowid, words) VALUES (new.key, new.words);
      END;
      CREATE TRIGGER notes_search_delete AFTER DELETE ON notes WHEN old.words <> '' BEGIN
        INSERT INTO note_search (note_search, rowid, words) VALUES ('delete', old.key, old.words);
      END;

      CREATE TABLE conversations_with_notes (
        contact_id TEXT PRIMARY KEY REFERENCES contacts (id),
        last_at INTEGER NOT NULL DEFAULT 0,
        last_entry TEXT CHECK (last_entry IN ('message', 'event', 'note')),
        last_direction TEXT,
        last_text TEXT,
        last_type TEXT,
        last_kind TEXT,
        last_duration_ms INTEGER,
        unread INTEGER NOT NULL DEFAULT 0,
        missed INTEGER NOT NULL DEFAULT 0,
        unplayed INTEGER NOT NULL DEFAULT 0,
        read_up_to INTEGER NOT NULL DEFAULT -1
      ) STRICT, WITHOUT ROWID;
      INSERT INTO conversations_with_notes
        (contact_id, last_at, last_entry, last_direction, last_text, last_type, unread, missed, read_up_to)
        SELECT contact_id, last_at, last_entry, last_direction, last_text, last_type, unread, missed, read_up_to
        FROM conversations ORDER BY contact_id;
      DROP TABLE conversations;
      ALTER TABLE conversations_with_notes RENAME TO conversations;
      CREATE INDEX conversations_newest ON conversations (last_at, contact_id);
      CREATE INDEX conversations_marked ON conversations (unread, missed, unplayed)
        WHERE unread > 0 OR missed > 0 OR unplayed > 0;
    `);
  },
};
