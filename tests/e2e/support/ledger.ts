import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import Database from 'better-sqlite3';
import { scanWebm } from '../../../src/main/recordings/webm-scan.ts';

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

/** Seconds of sound that stand in the recordings on the disk now, also in one that still grows. */
export function recordedSeconds(userData: string): number {
  return recordingFiles(userData).reduce((sum, path) => {
    const bytes = readFileSync(path);
    const scan = scanWebm((offset, length) => bytes.subarray(offset, offset + length), bytes.length);
    return sum + (scan?.durationMs ?? 0) / 1000;
  }, 0);
}

/** Resolves when so many more seconds of sound stand on the disk. */
export async function recordMore(userData: string, seconds: number): Promise<void> {
  const before = recordedSeconds(userData);
  await expect.poll(() => recordedSeconds(userData) - before, { intervals: [200] }).toBeGreaterThanOrEqual(seconds);
}
