import type { TextStorage } from './storage.ts';

/** Unsent text of each conversation. */
export interface Drafts {
  readonly get: (contactId: string) => string;
  readonly set: (contactId: string, text: string) => void;
}

const storageKey = 'drafts';

export function createDrafts(storage: TextStorage): Drafts {
  const drafts = new Map(Object.entries(storage.read(storageKey, isTexts, {})));
  return {
    get: (contactId) => drafts.get(contactId) ?? '',
    set: (contactId, text) => {
      if (text === (drafts.get(contactId) ?? '')) return;
      if (text === '') drafts.delete(contactId);
      else drafts.set(contactId, text);
      storage.write(storageKey, drafts.size === 0 ? null : Object.fromEntries(drafts));
    },
  };
}

function isTexts(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}
