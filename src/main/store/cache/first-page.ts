import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { ConversationRow, Page } from '#shared/contracts/records.ts';
import { cacheMigrations } from '../migrations/cache/index.ts';
import { schemaVersion } from '../migrations/migrate.ts';
import { inboxPage } from './conversations.ts';

/** A longer log takes whoever opens the file first too long to read. */
const longestLogBytes = 4 * 1024 * 1024;

/**
 * The top of the inbox as the cache's file has it, read in the calling thread before the cache's own is there: some milliseconds. Nothing is written.
 * @param path of the cache
 * @returns null where the cache's thread has to look first: there is no file, it is of another release, damaged or in use, or its log is long
 */
export function readFirstPage(path: string, limit: number): Page<ConversationRow> | null {
  try {
    const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
    if (log !== undefined && log.size > longestLogBytes) return null;
    const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 0 });
    try {
      if (schemaVersion(db) !== cacheMigrations.length) return null;
      db.pragma('trusted_schema = OFF');
      return inboxPage(db, { before: null, limit });
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}
