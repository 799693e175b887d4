import type { LedgerStore, OutboxEntry } from '../../src/main/store/ledger-store.ts';
import { type StoreResult, storeFailure } from '../../src/main/store/store-error.ts';

export interface MemoryOutbox extends Pick<LedgerStore, 'outboxAdd' | 'outboxIn' | 'outboxDone' | 'outboxFail'> {
  readonly rows: Map<string, OutboxEntry>;
  /** While set, nothing can be read or written. */
  broken: boolean;
}

const good = <T>(value: T): StoreResult<T> => ({ ok: true, value });
const full = { ok: false, error: storeFailure('disk-full', 'no space left') } as const;

/** The ledger's outbox as its thread keeps it (store/ledger/outbox.ts), without a disk. It outlives whoever uses it. */
export function memoryOutbox(): MemoryOutbox {
  const rows = new Map<string, OutboxEntry>();
  const change = (id: string, patch: (row: OutboxEntry) => Partial<OutboxEntry>): void => {
    const row = rows.get(id);
    if (row !== undefined) rows.set(id, { ...row, ...patch(row) });
  };
  const outbox: MemoryOutbox = {
    rows,
    broken: false,
    outboxAdd: async (message) => {
      if (outbox.broken) return full;
      const row = rows.get(message.id);
      if (row === undefined) rows.set(message.id, { ...message, state: 'pending', attempts: 0, error: null });
      else if (row.state === 'failed') rows.set(message.id, { ...row, state: 'pending' });
      return good(rows.get(message.id) as OutboxEntry);
    },
    outboxIn: async (wanted) =>
      outbox.broken ? full : good([...rows.values()].filter(({ state }) => state === wanted)),
    outboxDone: async (id) => {
      if (outbox.broken) return full;
      change(id, ({ attempts }) => ({ state: 'done', attempts: attempts + 1, error: null }));
      return good(null);
    },
    outboxFail: async (id, error, final) => {
      if (outbox.broken) return full;
      change(id, ({ state, attempts }) =>
        state === 'done' ? {} : { state: final ? 'failed' : 'pending', attempts: attempts + 1, error },
      );
      return good(null);
    },
  };
  return outbox;
}
