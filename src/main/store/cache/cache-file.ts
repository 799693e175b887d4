import { fsyncPath, renameDurably } from '../durable-files.ts';
import { cacheMigrations } from '../migrations/cache/index.ts';
import { migrate } from '../migrations/migrate.ts';
import { pruneDamagedCopies } from '../sqlite/damaged-copies.ts';
import { type Db, openDatabase } from '../sqlite/database.ts';
import { damagedName, isEmptyFile, moveDatabase, removeDatabase, removeLogs } from '../sqlite/files.ts';
import { beginSession, endSession } from '../sqlite/session-marker.ts';
import { classify, StoreError } from '../store-error.ts';
import type { StoreHealth } from '../store-health.ts';

/** The file in use; the database behind it changes when a snapshot or a rebuild takes its place. */
export interface CacheFile {
  readonly path: string;
  db: Db;
}

const pageCacheKiB = 8_192;

export const shadowPath = (path: string): string => `${path}.next`;

export function openCacheDatabase(path: string): Db {
  const db = openDatabase(path, { synchronous: 'NORMAL', cacheKiB: pageCacheKiB });
  try {
    migrate(db, cacheMigrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Moves the damaged file aside and starts with an empty one. */
function rebuild(path: string, now: number, cause: string): { readonly db: Db; readonly health: StoreHealth } {
  const kept = damagedName(path, now);
  moveDatabase(path, kept);
  const db = openCacheDatabase(path);
  const removed = pruneDamagedCopies(path, kept);
  return { db, health: { store: 'cache', state: 'rebuilt', kept, removed, cause } };
}

/** Opens, creates or rebuilds. An unfinished snapshot of an earlier session is dropped. */
export function openCacheFile(
  path: string,
  now: number,
  report: (health: StoreHealth) => void,
): CacheFile & { readonly unclean: boolean } {
  removeDatabase(shadowPath(path));
  try {
    if (isEmptyFile(path)) throw new StoreError('corrupt', 'the file is empty');
    const db = openCacheDatabase(path);
    return { path, db, unclean: !beginSession(db) };
  } catch (error) {
    const { fault, detail } = classify(error);
    if (fault !== 'corrupt') throw error;
    const { db, health } = rebuild(path, now, detail ?? fault);
    report(health);
    return { path, db, unclean: !beginSession(db) };
  }
}

/** See `StoreService.heal`. */
export function rebuildCacheFile(file: CacheFile, now: number, cause: string): StoreHealth {
  file.db.close();
  const { db, health } = rebuild(file.path, now, cause);
  file.db = db;
  beginSession(db);
  return health;
}

/**
 * Puts the complete, closed database at `next` in the cache's place. The old write-ahead log must be empty before: SQLite would
 * replay it into the new file.
 * @throws {StoreError} `busy` while another process reads the cache; it stays in place then, as it does where the rename fails
 */
export function replaceCacheFile(file: CacheFile, next: string): void {
  fsyncPath(next);
  const [checkpoint] = file.db.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }];
  if (checkpoint.busy !== 0) throw new StoreError('busy', 'another process reads the cache');
  file.db.close();
  try {
    removeLogs(file.path);
    renameDurably(next, file.path);
  } finally {
    file.db = openCacheDatabase(file.path);
    beginSession(file.db);
  }
}

export function closeCacheFile(file: CacheFile, clean: boolean): void {
  try {
    if (clean) endSession(file.db);
  } finally {
    file.db.close();
  }
}
