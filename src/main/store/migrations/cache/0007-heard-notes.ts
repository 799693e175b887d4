import type { Migration } from '../migrate.ts';

/** `heard` is 1 where this desktop's own transcriber has been through the note, whether it understood something or not. */
export const heardNotes: Migration = {
  version: 7,
  name: 'heard notes',
  up: (db) => {
    db.exec(`
      ALTER TABLE notes ADD COLUMN heard INTEGER NOT NULL DEFAULT 0 CHECK (heard IN (0, 1));
      CREATE INDEX notes_unheard ON notes (key) WHERE heard = 0 AND words = '';
    `);
  },
};
