import type { Migration } from '../migrate.ts';

/**
 * The recordings folder that a recording's `path` is relative to: IT may name another one for those to come. Rows from before belong to the
 * first folder that is named.
 */
export const recordingRoot: Migration = {
  version: 7,
  name: 'recording-root',
  up: (db) => {
    db.exec('ALTER TABLE recordings ADD COLUMN root TEXT');
  },
};
