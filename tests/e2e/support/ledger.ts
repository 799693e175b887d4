import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export interface LedgerCall {
  readonly id: string;
  readonly outcome: string | null;
  readonly answered_at: number | null;
  readonly ended_at: number | null;
}

/** Reads rows of ledger.sqlite as an outside witness would, beside the running app or after its death. */
export function ledgerRows<Row>(userData: string, sql: string): readonly Row[] {
  const path = join(userData, 'ledger.sqlite');
  if (!existsSync(path)) return [];
  const database = new Database(path, { readonly: true });
  try {
    return database.prepare(sql).all() as Row[];
  } finally {
    database.close();
  }
}

/** Every recording file below the user data folder. */
export function recordingFiles(userData: string): readonly string[] {
  const root = join(userData, 'recordings');
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.webm'))
    .map((name) => join(root, name));
}
