import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';

/** Keys for one millisecond. Times beyond the year 2109 share the last millisecond's, so that keys stay exact in a double. */
const keysPerMillisecond = 1024;
const lastMillisecond = 2 ** 42;

/** The first free key of the entry's millisecond, or of a later one where a thousand entries share theirs. Descending keys are newest first. */
export function freeKey(db: Db, table: 'messages' | 'notes', at: number): number {
  for (let first = Math.min(at, lastMillisecond) * keysPerMillisecond; ; first += keysPerMillisecond) {
    const row = prepared<[number, number], { last: number | null }>(
      db,
      `SELECT max(key) AS last FROM ${table} WHERE key >= ? AND key < ?`,
    ).get(first, first + keysPerMillisecond);
    const key = (row?.last ?? first - 1) + 1;
    if (key < first + keysPerMillisecond) return key;
  }
}
