import type { Page } from '#shared/contracts/records.ts';
import type { Result } from '#shared/result.ts';
import {
  emptyPaged,
  isComplete,
  type Order,
  type Paged,
  pageAsked,
  pageCame,
  pagedReset,
  pageFailed,
  rowsGone,
  rowsPushed,
} from './paged.ts';
import { createStore, type Store } from './store.ts';

/** A {@link Paged} list with its source. */
export interface PagedList<Row> extends Store<Paged<Row>> {
  /** Asks for the next page; nothing where one is on its way, all is loaded, or the last attempt failed (see `retry`). */
  readonly more: () => void;
  readonly retry: () => void;
  readonly push: (rows: readonly Row[]) => void;
  /** By their keys. */
  readonly remove: (keys: readonly string[]) => void;
  readonly reset: () => void;
}

export interface PagedListOptions<Row> {
  readonly order: Order<Row>;
  readonly load: (before: string | null) => Promise<Result<Page<Row>>>;
  readonly belongs?: (row: Row) => boolean;
}

export function createPagedList<Row>({ order, load, belongs }: PagedListOptions<Row>): PagedList<Row> {
  const store = createStore<Paged<Row>>(emptyPaged);

  const ask = (): void => {
    const state = store.get();
    if (state.loading || isComplete(state)) return;
    store.set(pageAsked(state));
    void load(state.next).then((result) => {
      const now = store.get();
      store.set(
        result.ok
          ? pageCame(now, state.generation, result.value, order)
          : pageFailed(now, state.generation, result.error),
      );
    });
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    more: () => {
      if (store.get().failure === null) ask();
    },
    retry: ask,
    push: (rows) => store.set(rowsPushed(store.get(), rows, order, belongs)),
    remove: (keys) => store.set(rowsGone(store.get(), keys, order)),
    reset: () => {
      const untouched = store.get() === emptyPaged;
      if (untouched) return;
      store.set(pagedReset(store.get()));
      ask();
    },
  };
}
