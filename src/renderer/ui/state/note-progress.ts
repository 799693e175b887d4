import type { Client } from './client.ts';
import { createStore, type Store } from './store.ts';

/** How much of each outgoing note's media the gateway has, 0…1; only of those that are on their way. */
export type NoteProgress = Store<ReadonlyMap<string, number>>;

export function createNoteProgress(client: Pick<Client, 'on'>): NoteProgress {
  const store = createStore<ReadonlyMap<string, number>>(new Map());
  client.on('noteProgress', ({ noteId, sent, total }) => {
    const shares = new Map(store.get());
    // Handed over as a whole: what becomes of it now, its status tells.
    if (total <= 0 || sent >= total) shares.delete(noteId);
    else shares.set(noteId, Math.max(0, sent / total));
    store.set(shares);
  });
  return store;
}
