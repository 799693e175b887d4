import type { Failure, Result } from '#shared/result.ts';
import { createStore, type Store } from './store.ts';

export interface RecordState<Details> {
  readonly details: Details | null;
  readonly failure: Failure | null;
}

/** What main knows of single contacts, asked for at first use. */
export interface Records<Details> {
  /** What was known stays while it is asked for again. */
  readonly of: (contactId: string) => Store<RecordState<Details>>;
  /** Something about these contacts changed; those in use are asked for again. */
  readonly refresh: (contactIds: readonly string[]) => void;
  readonly refreshAll: () => void;
}

interface Entry<Details> {
  readonly state: Store<RecordState<Details>>;
  readonly ask: () => void;
}

/** More than an agent goes back and forth between; older ones are asked for again. */
const kept = 50;

export function createRecords<Details>(load: (contactId: string) => Promise<Result<Details | null>>): Records<Details> {
  const entries = new Map<string, Entry<Details>>();

  const create = (contactId: string): Entry<Details> => {
    const store = createStore<RecordState<Details>>({ details: null, failure: null });
    let latest = 0;
    const ask = (): void => {
      latest += 1;
      const mine = latest;
      void load(contactId).then((result) => {
        if (mine !== latest) return;
        store.set(
          result.ok
            ? { details: result.value, failure: null }
            : { details: store.get().details, failure: result.error },
        );
      });
    };
    ask();
    return { state: store, ask };
  };

  return {
    of: (contactId) => {
      const entry = entries.get(contactId) ?? create(contactId);
      entries.delete(contactId);
      entries.set(contactId, entry);
      const oldest = entries.size > kept ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
      return entry.state;
    },
    refresh: (contactIds) => {
      for (const id of contactIds) entries.get(id)?.ask();
    },
    refreshAll: () => {
      for (const entry of entries.values()) entry.ask();
    },
  };
}
