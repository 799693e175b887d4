import { existsSync } from 'node:fs';
import { fsyncPath, renameDurably } from '../durable-files.ts';
import { ledgerMigrations } from '../migrations/ledger/index.ts';
import { migrate } from '../migrations/migrate.ts';
import { pruneDamagedCopies } from '../sqlite/damaged-copies.ts';
import { type Db, openDatabase } from '../sqlite/database.ts';
import { copyDatabase, damagedName, isEmptyFile, removeDatabase, removeLogs } from '../sqlite/files.ts';
import { beginSession, endSession } from '../sqlite/session-marker.ts';
import { classify, StoreError } from '../store-error.ts';
import type { StoreHealth } from '../store-health.ts';
import { salvage } from './salvage.ts';

/** The file in use; the database behind it changes when it had to be salvaged. */
export interface LedgerFile {
  readonly path: string;
  db: Db;
}

const pageCacheKiB = 2_048;

export function openLedgerDatabase(path: string): Db {
  const db = openDatabase(path, { synchronous: 'FULL', cacheKiB: pageCacheKiB });
  try {
    migrate(db, ledgerMigrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The steps of a salvage as files, so that a crash at any point can be told apart from the others. */
const steps = (path: string) =>
  ({
    /** a copy that reading may change */
    work: `${path}.work`,
    /** only its first page is used */
    fresh: `${path}.fresh`,
    /** being filled */
    filling: `${path}.salvaging`,
    /** complete: takes the ledger's place as soon as the damaged file's log is gone */
    complete: `${path}.salvaged`,
  }) as const;

/** The old write-ahead log goes first: SQLite would replay it into the new file. Nothing writes to the ledger in between. */
function putInPlace(path: string): void {
  removeLogs(path);
  renameDurably(steps(path).complete, path);
}

function removeLeftovers(path: string): void {
  const { work, fresh, filling } = steps(path);
  for (const leftover of [work, fresh, filling]) removeDatabase(leftover);
}

/** Finishes or forgets what a crash in the middle of a salvage left. The damaged file's copy is never touched. */
function resumeSalvage(path: string): void {
  if (existsSync(steps(path).complete)) putInPlace(path);
  removeLeftovers(path);
}

/** Fills the new ledger from a copy of the damaged one. */
function fillFrom(path: string): ReturnType<typeof salvage> {
  const { work, fresh, filling, complete } = steps(path);
  copyDatabase(path, work);
  openLedgerDatabase(fresh).close();
  const to = openLedgerDatabase(filling);
  let result: ReturnType<typeof salvage>;
  try {
    result = salvage(work, to, fresh);
  } finally {
    to.close();
  }
  fsyncPath(filling);
  renameDurably(filling, complete);
  return result;
}

/**
 * Copies the damaged file, then rebuilds the ledger from what can be read of it. Where that fails, as on a full disk, the damaged file is
 * still in its place, so its copy goes: another attempt makes another one.
 */
function rebuild(path: string, now: number, cause: string): StoreHealth {
  resumeSalvage(path);
  const kept = damagedName(path, now);
  let result: ReturnType<typeof salvage>;
  try {
    copyDatabase(path, kept);
    result = fillFrom(path);
  } catch (error) {
    removeDatabase(kept);
    removeLeftovers(path);
    throw error;
  }
  putInPlace(path);
  removeLeftovers(path);
  return { store: 'ledger', state: 'salvaged', kept, removed: pruneDamagedCopies(path, kept), ...result, cause };
}

/** Opens, creates or salvages. */
export function openLedgerFile(
  path: string,
  now: number,
  report: (health: StoreHealth) => void,
): LedgerFile & { readonly unclean: boolean } {
  resumeSalvage(path);
  try {
    if (isEmptyFile(path)) throw new StoreError('corrupt', 'the file is empty');
    const db = openLedgerDatabase(path);
    return { path, db, unclean: !beginSession(db) };
  } catch (error) {
    const { fault, detail } = classify(error);
    if (fault !== 'corrupt') throw error;
    const health = rebuild(path, now, detail ?? fault);
    report(health);
    const db = openLedgerDatabase(path);
    return { path, db, unclean: !beginSession(db) };
  }
}

/** See `StoreService.heal`. */
export function salvageLedgerFile(file: LedgerFile, now: number, cause: string): StoreHealth {
  file.db.close();
  const health = rebuild(file.path, now, cause);
  file.db = openLedgerDatabase(file.path);
  beginSession(file.db);
  return health;
}

export function closeLedgerFile(file: LedgerFile, clean: boolean): void {
  try {
    if (clean) endSession(file.db);
  } finally {
    file.db.close();
  }
}
