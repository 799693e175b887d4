import type { TextStorage } from './storage.ts';
import { createStore, type Store } from './store.ts';

/** Unsent text of each conversation. */
export interface Drafts {
  readonly get: (contactId: string) => string;
  readonly set: (contactId: string, text: string) => void;
  /** Puts a text behind what stands there. */
  readonly add: (contactId: string, text: string) => void;
  /** The conversation to which something was added last, as a new value each time; null: none was. */
  readonly added: Store<{ readonly contactId: string } | null>;
}

const storageKey = 'drafts';

export function createDrafts(storage: TextStorage): Drafts {
  const drafts = new Map(Object.entries(storage.read(storageKey, isTexts, {})));
  const added = createStore<{ readonly contactId: string } | null>(null);
  const get = (contactId: string): string => drafts.get(contactId) ?? '';
  const set = (contactId: string, text: string): void => {
    if (text === get(contactId)) return;
    if (text === '') drafts.delete(contactId);
    else drafts.set(contactId, text);
    storage.write(storageKey, drafts.size === 0 ? null : Object.fromEntries(drafts));
  };
  return {
    get,
    set,
    add: (contactId, text) => {
      const before = get(contactId).trimEnd();
      set(contactId, before === '' ? text : `${before}\n${text}`);
      added.set({ contactId });
    },
    added,
  };
}

function isTexts(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}
