import type { ContactDetails } from '#shared/contracts/ui.ts';
import type { Failure } from '#shared/result.ts';
import type { Client } from './client.ts';
import { createStore, type Store } from './store.ts';

export interface ContactState {
  readonly details: ContactDetails | null;
  readonly failure: Failure | null;
}

export interface Contacts {
  /** Asked for at first use; what was known stays while it is asked for again. */
  readonly of: (contactId: string) => Store<ContactState>;
  /** Something about these contacts changed; those in use are asked for again. */
  readonly refresh: (contactIds: readonly string[]) => void;
  readonly refreshAll: () => void;
}

interface Entry {
  readonly state: Store<ContactState>;
  readonly ask: () => void;
}

/** More than an agent goes back and forth between; older ones are asked for again. */
const kept = 50;

export function createContacts(client: Client): Contacts {
  const entries = new Map<string, Entry>();

  const create = (contactId: string): Entry => {
    const store = createStore<ContactState>({ details: null, failure: null });
    let latest = 0;
    const ask = (): void => {
      latest += 1;
      const mine = latest;
      void client.ask('contact.get', { contactId }).then((result) => {
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
