/** A page cursor is the sort key of the last row seen: `<instant>:<id>`. Opaque to everybody else. */
import type { Page } from '#shared/contracts/records.ts';
import { StoreError } from '../store-error.ts';

export interface PageKey {
  readonly at: number;
  readonly id: string;
}

/** Sorts before every real row of a descending list: ids are not empty, instants not negative. */
const beforeAll: PageKey = { at: Number.MAX_SAFE_INTEGER, id: '\u{10FFFF}' };

const maximumLimit = 200;

export function parsePageCursor(cursor: string | null): PageKey {
  if (cursor === null) return beforeAll;
  const [, at, id] = /^(\d{1,16}):(.+)$/s.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw new StoreError('invalid', 'not a cursor of this list');
  return { at: Number(at), id };
}

export const formatPageCursor = ({ at, id }: PageKey): string => `${at}:${id}`;

/** Whole and between 1 and 200. */
export const clampLimit = (limit: number): number => Math.min(Math.max(Math.trunc(limit) || 1, 1), maximumLimit);

/** Makes a page of `limit` rows out of up to `limit + 1` rows in list order. */
export function toPage<Source, Row>(
  found: readonly Source[],
  limit: number,
  keyOf: (row: Source) => PageKey,
  view: (row: Source) => Row,
): Page<Row> {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    rows: rows.map(view),
    next: last !== undefined && found.length > limit ? formatPageCursor(keyOf(last)) : null,
  };
}
