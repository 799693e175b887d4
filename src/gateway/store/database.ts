import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { fail, ok, type Result } from '#shared/result.ts';
import { migrations } from './migrations.ts';

export type Database = SqliteDatabase.Database;

/** How long another process may hold the file: a gateway that is being replaced needs a moment to let go. */
export const usualLockWaitMs = 5_000;

/**
 * Opens `gateway.sqlite` in the directory, made where it is missing, and brings it to the newest shape.
 *
 * @param directory null: in memory, gone with the process.
 * @returns `storage` where the file cannot be opened, is held by another gateway, or was written by a newer version.
 */
export function openDatabase(directory: string | null, lockWaitMs: number): Result<Database> {
  let database: Database | null = null;
  try {
    if (directory !== null) mkdirSync(directory, { recursive: true });
    database = new SqliteDatabase(directory === null ? ':memory:' : join(directory, 'gateway.sqlite'), {
      timeout: lockWaitMs,
    });
    // One process only: cursors are numbered here, and a second gateway on the same file would number them again.
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    // FULL, because a cursor that was sent and then lost with the power would be given to another event.
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    migrate(database);
    return ok(database);
  } catch (error) {
    database?.close();
    return fail('storage', `gateway.sqlite: ${explain(error)}`);
  }
}

function migrate(database: Database): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > migrations.length) throw new Error(`written by a newer version of the gateway (${version})`);
  migrations.slice(version).forEach((step, index) => {
    const run = database.transaction(() => {
      database.exec(step);
      database.pragma(`user_version = ${version + index + 1}`);
    });
    run.immediate();
  });
  database.prepare(`INSERT OR IGNORE INTO meta (key, value) VALUES ('epoch', ?)`).run(randomUUID());
}

export const sqliteCode = (error: unknown): string => (error instanceof SqliteDatabase.SqliteError ? error.code : '');

function explain(error: unknown): string {
  if (sqliteCode(error).startsWith('SQLITE_BUSY')) return 'another gateway uses this directory';
  if (sqliteCode(error) === 'SQLITE_NOTADB') return 'is damaged or no database';
  return error instanceof Error ? error.message : String(error);
}
