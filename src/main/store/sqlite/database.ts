/** Opens one SQLite file with the settings that its promises rest on, and checks that they are in force. */
import Database from 'better-sqlite3';
import { classify, StoreError } from '../store-error.ts';

export type Db = Database.Database;

export interface DatabaseOptions {
  /** FULL: a commit survives power loss. NORMAL: it survives a crash of the process; after power loss the last ones may be gone, the file stays sound. */
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly cacheKiB: number;
}

/** How long another process's lock is waited for, in the store's own thread. */
const busyTimeoutMs = 2_000;

/** The WAL file is cut back to this after a large transaction. */
const journalSizeLimitBytes = 33_554_432;

const levels = { NORMAL: 1, FULL: 2 } as const;

function setAndAssert(db: Db, name: string, value: string | number, expected: unknown): void {
  db.pragma(`${name} = ${value}`);
  const actual = db.pragma(name, { simple: true });
  if (actual !== expected) throw new StoreError('logic', `pragma ${name} is ${String(actual)} instead of ${value}`);
}

function openConfigured(path: string, options: DatabaseOptions, locking: 'NORMAL' | 'EXCLUSIVE'): Db {
  const db = new Database(path, { timeout: busyTimeoutMs });
  try {
    setAndAssert(db, 'locking_mode', locking, locking.toLowerCase());
    // What first reads the file, and fails on one that is no database.
    setAndAssert(db, 'journal_mode', 'WAL', 'wal');
    setAndAssert(db, 'synchronous', options.synchronous, levels[options.synchronous]);
    setAndAssert(db, 'foreign_keys', 'ON', 1);
    if (options.synchronous === 'FULL') {
      // macOS: a plain fsync leaves data in the drive's cache (fcntl F_FULLFSYNC).
      setAndAssert(db, 'fullfsync', 'ON', 1);
      setAndAssert(db, 'checkpoint_fullfsync', 'ON', 1);
    }
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.pragma('temp_store = MEMORY');
    db.pragma(`journal_size_limit = ${journalSizeLimitBytes}`);
    db.pragma(`cache_size = -${options.cacheKiB}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens or creates the file at `path`. On a disk so full that the index of the write-ahead log finds no room, the index is kept in memory,
 * which locks other processes out: everything can be read then, and written once there is room (https://sqlite.org/wal.html#noshm).
 * @throws {Error} with SQLite's own code, or {@link StoreError} where a setting did not take.
 */
export function openDatabase(path: string, options: DatabaseOptions): Db {
  try {
    return openConfigured(path, options, 'NORMAL');
  } catch (error) {
    if (classify(error).fault !== 'disk-full') throw error;
    return openConfigured(path, options, 'EXCLUSIVE');
  }
}
