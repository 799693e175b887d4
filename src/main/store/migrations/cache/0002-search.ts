import type { Migration } from '../migrate.ts';

/**
 * Full-text indexes over names, numbers and messages, kept in step by triggers. They hold no copy of the text
 * (https://sqlite.org/fts5.html#external_content_tables). Numbers use trigrams: three digits are found anywhere in them.
 * `columnsize=0`: those sizes serve ranking only, and nothing here is ranked.
 */
export const search: Migration = {
  version: 2,
  name: 'search',
  up: (db) => {
    db.exec(`
      CREATE VIRTUAL TABLE name_search USING fts5 (
        name, content='contacts', content_rowid='key', columnsize=0,
        tokenize='unicode61 remove_diacritics 2', prefix='1 2 3'
      );
      CREATE VIRTUAL TABLE number_search USING fts5 (
        digits, content='contacts', content_rowid='key', columnsize=0, tokenize='trigram'
      );
      CREATE VIRTUAL TABLE message_search USING fts5 (
        text, content='messages', content_rowid='key', columnsize=0,
        tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4 5'
      );

      CREATE TRIGGER contacts_search_insert AFTER INSERT ON contacts BEGIN
        INSERT INTO name_search (rowid, name) VALUES (new.key, new.name);
        INSERT INTO number_search (rowid, digits) VALUES (new.key, new.digits);
      END;
      CREATE TRIGGER contacts_search_delete AFTER DELETE ON contacts BEGIN
        INSERT INTO name_search (name_search, rowid, name) VALUES ('delete', old.key, old.name);
        INSERT INTO number_search (number_search, rowid, digits) VALUES ('delete', old.key, old.digits);
      END;
      CREATE TRIGGER contacts_search_name AFTER UPDATE OF name ON contacts WHEN new.name <> old.name BEGIN
        INSERT INTO name_search (name_search, rowid, name) VALUES ('delete', old.key, old.name);
        INSERT INTO name_search (rowid, name) VALUES (new.key, new.name);
      END;
      CREATE TRIGGER contacts_search_digits AFTER UPDATE OF digits ON contacts WHEN new.digits <> old.digits BEGIN
        INSERT INTO number_search (number_search, rowid, digits) VALUES ('delete', old.key, old.digits);
        INSERT INTO number_search (rowid, digits) VALUES (new.key, new.digits);
      END;

      CREATE TRIGGER messages_search_insert AFTER INSERT ON messages BEGIN
        INSERT INTO message_search (rowid, text) VALUES (new.key, new.text);
      END;
      CREATE TRIGGER messages_search_delete AFTER DELETE ON messages BEGIN
        INSERT INTO message_search (message_search, rowid, text) VALUES ('delete', old.key, old.text);
      END;
      CREATE TRIGGER messages_search_text AFTER UPDATE OF text ON messages WHEN new.text <> old.text BEGIN
        INSERT INTO message_search (message_search, rowid, text) VALUES ('delete', old.key, old.text);
        INSERT INTO message_search (rowid, text) VALUES (new.key, new.text);
      END;
    `);
  },
};
