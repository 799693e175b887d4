import type { Migration } from '../migrate.ts';

/**
 * The beginnings of words up to eight letters are indexed. The list of messages for a longer, unindexed beginning is put together
 * from those of its words before the first hit is known, which took as long as the rest of a search for several common words.
 */
export const longPrefixes: Migration = {
  version: 3,
  name: 'long-prefixes',
  up: (db) => {
    db.exec(`
      DROP TABLE message_search;
      CREATE VIRTUAL TABLE message_search USING fts5 (
        text, content='messages', content_rowid='key', columnsize=0,
        tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4 5 6 7 8'
      );
      INSERT INTO message_search (message_search) VALUES ('rebuild');
    `);
  },
};
