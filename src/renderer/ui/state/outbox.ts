import type { Message } from '#shared/contracts/records.ts';
import type { ErrorCode } from '#shared/result.ts';
import type { Client } from './client.ts';
import type { TextStorage } from './storage.ts';
import { createStore, type Store } from './store.ts';

/** A message that main has not taken over yet. It carries the id that it will have. */
export interface PendingMessage {
  readonly message: Message;
  /** Why it was refused; null while it is on its way. */
  readonly refusal: ErrorCode | null;
}

export interface Outbox extends Store<readonly PendingMessage[]> {
  readonly send: (contactId: string, text: string) => void;
  /** The same id again: what arrived the first time is not sent twice. */
  readonly retry: (message: Message) => void;
  readonly discard: (id: string) => void;
}

export interface OutboxOptions {
  readonly client: Client;
  readonly storage: TextStorage;
  readonly now: () => number;
  readonly newId: () => string;
  /** Main has the message: it stands in the conversation from now on. */
  readonly onTaken: (message: Message) => void;
}

const storageKey = 'outbox';

/** Kept in storage until main has taken them, so that a reload of the window loses no text. */
export function createOutbox({ client, storage, now, newId, onTaken }: OutboxOptions): Outbox {
  // What was on its way when the page went down may have been refused: the agent decides, and a repeat does no harm.
  const store = createStore<readonly PendingMessage[]>(
    storage.read<readonly PendingMessage[]>(storageKey, isPendingList, []).map(interrupted),
  );

  const put = (entry: PendingMessage): void => {
    change([...store.get().filter(({ message }) => message.id !== entry.message.id), entry]);
  };
  const remove = (id: string): void => change(store.get().filter(({ message }) => message.id !== id));
  const change = (entries: readonly PendingMessage[]): void => {
    store.set(entries);
    storage.write(storageKey, entries.length === 0 ? null : entries);
  };

  const post = async (message: Message): Promise<void> => {
    put({ message: { ...message, status: 'sending' }, refusal: null });
    const { id, contactId, text } = message;
    const result = await client.ask('message.send', { contactId, text, clientId: id });
    if (result.ok) {
      onTaken({ ...message, status: result.value.status });
      remove(id);
    } else {
      put({ message: { ...message, status: 'failed' }, refusal: result.error.code });
    }
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    send: (contactId, text) => {
      void post({ id: newId(), contactId, direction: 'out', text, at: now(), status: 'sending' });
    },
    retry: (message) => void post(message),
    discard: remove,
  };
}

const interrupted = (entry: PendingMessage): PendingMessage => ({
  message: { ...entry.message, status: 'failed' },
  refusal: entry.refusal ?? 'timeout',
});

function isPendingList(value: unknown): value is readonly PendingMessage[] {
  return Array.isArray(value) && value.every((entry: PendingMessage | null) => typeof entry?.message?.id === 'string');
}
