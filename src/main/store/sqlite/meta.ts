/** Small facts about the file itself, in its `meta` table. */
import type { Db } from './database.ts';
import { prepared } from './statements.ts';

export function readMeta(db: Db, key: string): string | null {
  const row = prepared<[string], { value: string }>(db, 'SELECT value FROM meta WHERE key = ?').get(key);
  return row?.value ?? null;
}

export function writeMeta(db: Db, key: string, value: string): void {
  prepared<[string, string]>(
    db,
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  ).run(key, value);
}
