import type { Reaction } from '#shared/contracts/reaction.ts';
import type { UiPushes } from '#shared/contracts/ui.ts';
import type { Client } from './client.ts';
import { createStore, type Store } from './store.ts';

export interface ShownReaction {
  readonly id: number;
  readonly callId: string;
  readonly from: 'agent' | 'contact';
  readonly reaction: Reaction;
}

/** Reactions of the moment; each goes by itself. */
export interface ShownReactions extends Store<readonly ShownReaction[]> {
  /** Called with each as it comes. @returns what ends it */
  readonly onNew: (listener: (reaction: ShownReaction) => void) => () => void;
}

export const reactionShownMs = 3000;
/** More at once would be a storm, not an answer. */
const most = 8;

export function createShownReactions(client: Pick<Client, 'on'>): ShownReactions {
  const store = createStore<readonly ShownReaction[]>([]);
  const listeners = new Set<(reaction: ShownReaction) => void>();
  let last = 0;
  client.on('reaction', (push: UiPushes['reaction']) => {
    last += 1;
    const shown = { id: last, ...push };
    store.set([...store.get(), shown].slice(-most));
    for (const listener of [...listeners]) listener(shown);
    setTimeout(() => store.set(store.get().filter(({ id }) => id !== shown.id)), reactionShownMs);
  });
  return {
    get: store.get,
    subscribe: store.subscribe,
    onNew: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
