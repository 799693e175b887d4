/**
 * A list that is fetched page by page (keyset) while pushes change it: pure functions over an immutable state.
 * Rules: a row stands once; a push is newer than a page that was asked for before it; a row that belongs further down
 * than anything loaded waits for its page.
 */
import type { Page } from '#shared/contracts/records.ts';
import type { Failure } from '#shared/result.ts';

export interface Order<Row> {
  readonly keyOf: (row: Row) => string;
  /** Negative where `left` stands above `right`. */
  readonly compare: (left: Row, right: Row) => number;
}

export interface Paged<Row> {
  readonly rows: readonly Row[];
  /** Where the next page begins; null: everything is loaded (once `loaded`). */
  readonly next: string | null;
  /** The lowest row of the last page, as it stood there: the next page begins below, wherever that row is now. */
  readonly floor: Row | null;
  /** The first page has come. */
  readonly loaded: boolean;
  readonly loading: boolean;
  readonly failure: Failure | null;
  /** Rows that were pushed while a page was on its way; null: gone from this list. */
  readonly touched: ReadonlyMap<string, Row | null>;
  /** Grows with each reset: a page that was asked for earlier is dropped. */
  readonly generation: number;
  /** What is shown is stale: the next page that comes replaces it. */
  readonly replacing: boolean;
}

export const emptyPaged: Paged<never> = {
  rows: [],
  next: null,
  floor: null,
  loaded: false,
  loading: false,
  failure: null,
  touched: new Map(),
  generation: 0,
  replacing: false,
};

export const isComplete = (state: Paged<unknown>): boolean => state.loaded && state.next === null;

export function pageAsked<Row>(state: Paged<Row>): Paged<Row> {
  return { ...state, loading: true, failure: null, touched: new Map() };
}

export function pageFailed<Row>(state: Paged<Row>, generation: number, failure: Failure): Paged<Row> {
  if (generation !== state.generation) return state;
  return { ...state, loading: false, failure, touched: new Map() };
}

export function pageCame<Row>(state: Paged<Row>, generation: number, page: Page<Row>, order: Order<Row>): Paged<Row> {
  if (generation !== state.generation) return state;
  const rows = new Map<string, Row>();
  if (!state.replacing) for (const row of state.rows) rows.set(order.keyOf(row), row);
  for (const row of page.rows) rows.set(order.keyOf(row), row);
  for (const [key, row] of state.touched) {
    if (row === null) rows.delete(key);
    else if (rows.has(key) || isAbove(row, page, order)) rows.set(key, row);
  }
  return {
    ...state,
    rows: [...rows.values()].sort(order.compare),
    next: page.next,
    floor: page.rows.at(-1) ?? state.floor,
    loaded: true,
    loading: false,
    failure: null,
    touched: new Map(),
    replacing: false,
  };
}

/** @param belongs false for a row that a filter leaves out: it is taken away */
export function rowsPushed<Row>(
  state: Paged<Row>,
  pushed: readonly Row[],
  order: Order<Row>,
  belongs: (row: Row) => boolean = () => true,
): Paged<Row> {
  if (pushed.length === 0) return state;
  const rows = new Map(state.rows.map((row) => [order.keyOf(row), row]));
  const touched = new Map(state.touched);
  const { floor } = state;
  for (const row of pushed) {
    const key = order.keyOf(row);
    const kept = belongs(row) ? row : null;
    if (state.loading) touched.set(key, kept);
    if (kept === null) rows.delete(key);
    else if (rows.has(key) || isComplete(state) || (floor !== null && order.compare(kept, floor) < 0)) {
      rows.set(key, kept);
    }
  }
  return { ...state, rows: [...rows.values()].sort(order.compare), touched };
}

/** Rows that are there no more, by their keys; a page that is on its way may still have them. */
export function rowsGone<Row>(state: Paged<Row>, keys: readonly string[], order: Order<Row>): Paged<Row> {
  if (keys.length === 0) return state;
  const gone = new Set(keys);
  const touched = new Map(state.touched);
  if (state.loading) for (const key of keys) touched.set(key, null);
  return { ...state, rows: state.rows.filter((row) => !gone.has(order.keyOf(row))), touched };
}

/** Everything is asked for again; what is shown stays until the answer replaces it. */
export function pagedReset<Row>(state: Paged<Row>): Paged<Row> {
  return {
    ...state,
    generation: state.generation + 1,
    loading: false,
    failure: null,
    touched: new Map(),
    replacing: true,
    next: null,
    loaded: false,
  };
}

/** Whether a row that came by push belongs to what the page has made known. */
function isAbove<Row>(row: Row, page: Page<Row>, order: Order<Row>): boolean {
  const lowest = page.rows.at(-1);
  return page.next === null || (lowest !== undefined && order.compare(row, lowest) < 0);
}
