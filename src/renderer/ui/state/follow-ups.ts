import type { FollowUpRow } from '#shared/contracts/ui-replies.ts';
import type { Failure } from '#shared/result.ts';
import type { Client } from './client.ts';
import { createStore, type Store } from './store.ts';

export interface FollowUpsState {
  /** Newest call first. */
  readonly rows: readonly FollowUpRow[];
  readonly loaded: boolean;
  readonly failure: Failure | null;
}

export interface FollowUps extends Store<FollowUpsState> {
  /** Asks for all of them where nobody has yet. */
  readonly load: () => void;
  readonly push: (rows: readonly FollowUpRow[]) => void;
  /** Asks again for what is shown. */
  readonly refresh: () => void;
}

const newestFirst = (left: FollowUpRow, right: FollowUpRow): number =>
  right.lastAt - left.lastAt || (left.id < right.id ? -1 : 1);

/** The rows with others put in the place of those with their ids. */
export function withRows(rows: readonly FollowUpRow[], pushed: readonly FollowUpRow[]): readonly FollowUpRow[] {
  const all = new Map([...rows, ...pushed].map((row) => [row.id, row]));
  return [...all.values()].sort(newestFirst);
}

/** What is still to be done about a contact's missed calls: one piece at most. */
export const openOf = (rows: readonly FollowUpRow[], contactId: string): FollowUpRow | undefined =>
  rows.find((row) => row.contactId === contactId && row.done === null);

/** The team's list: small enough to be there as a whole. */
export function createFollowUps(client: Client): FollowUps {
  const store = createStore<FollowUpsState>({ rows: [], loaded: false, failure: null });
  let asked = 0;
  /** What came while the list was on its way is newer than the list. */
  let pushed: readonly FollowUpRow[] = [];

  function refresh(): void {
    if (asked === 0) return;
    asked += 1;
    const mine = asked;
    pushed = [];
    void client.ask('followUps.list', null).then((result) => {
      if (mine !== asked) return;
      store.set(
        result.ok
          ? { rows: withRows(result.value, pushed), loaded: true, failure: null }
          : { ...store.get(), failure: result.error },
      );
    });
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    load: () => {
      if (asked > 0 && store.get().failure === null) return;
      asked = Math.max(1, asked);
      refresh();
    },
    push: (rows) => {
      if (asked === 0) return;
      pushed = withRows(pushed, rows);
      store.set({ ...store.get(), rows: withRows(store.get().rows, rows) });
    },
    refresh,
  };
}
