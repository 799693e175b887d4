/** Tells at the next start whether this one ended in order. Written in the file it speaks of, so both are from the same moment. */
import { classify } from '../store-error.ts';
import type { Db } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';

const key = 'session';

/**
 * Marks the file as in use. A full disk must not keep the app from starting: the marker is left out then.
 * @returns whether the last session closed the file in order; a new file counts as such. Closes the database where it throws.
 */
export function beginSession(db: Db): boolean {
  try {
    const clean = readMeta(db, key) !== 'open';
    try {
      writeMeta(db, key, 'open');
    } catch (error) {
      if (classify(error).fault !== 'disk-full') throw error;
    }
    return clean;
  } catch (error) {
    db.close();
    throw error;
  }
}

export function endSession(db: Db): void {
  writeMeta(db, key, 'closed');
}
