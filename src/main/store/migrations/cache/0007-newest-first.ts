import type { Migration } from '../migrate.ts';

/**
 * The full-text index of messages counts from the newest one on. FTS5 reads its lists from their beginning; from the end it first looks each page through,
 * so that a search for several common words, which reads the lists of all of them, took half as long again.
 */
export const newestFirst: Migration = {
  version: 7,
  name: 'newest-first',
  up: (db) => {
    db.exec(`
      DROP TRIGGER messages_search_insert;
      DROP TRIGGER messages_search_delete;
      DROP TRIGGER messages_search_text;
      DROP TABLE message_search;

      CREATE VIEW messages_newest_first AS SELECT -key AS key, text FROM messages;
      CREATE VIRTUAL TABLE message_search USING fts5 (
        text, content='messages_newest_first', content_rowid='key', columnsize=0,
        tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4 5 6 7 8'
      );
      -- In the order of the index, which is three times as quick as 'rebuild'.
      INSERT INTO message_search (rowid, text) SELECT -key, text FROM messages ORDER BY key DESC;

      CREATE TRIGGER messages_search_insert AFTER INSERT ON messages BEGIN
        INSERT INTO message_search (rowid, text) VALUES (-new.key, new.text);
      END;
      CREATE TRIGGER messages_search_delete AFTER DELETE ON messages BEGIN
        INSERT INTO message_search (message_search, rowid, text) VALUES ('delete', -old.key, old.text);
      END;
      CREATE TRIGGER messages_search_text AFTER UPDATE OF text ON messages WHEN new.text <> old.text BEGIN
        INSERT INTO message_search (message_search, rowid, text) VALUES ('delete', -old.key, old.text);
        INSERT INTO message_search (rowid, text) VALUES (-new.key, new.text);
      END;
    `);
  },
};
