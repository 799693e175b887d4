import type { Failure } from '#shared/result.ts';
import { createStore, type Store } from './store.ts';

/** What the agent asked for, where the words of a failure depend on it. */
export type Asked = 'call' | 'request';

/** A short word about something the agent just asked for: that it could not be done, or that it was and how to take it back. */
export type Toast =
  | { readonly id: number; readonly failure: Failure; readonly asked: Asked }
  | { readonly id: number; readonly failure: null; readonly text: string; readonly undo: () => void };

export interface Toasts extends Store<readonly Toast[]> {
  /** @param asked `call` unless told */
  readonly fail: (failure: Failure, asked?: Asked) => void;
  readonly offerUndo: (text: string, undo: () => void) => void;
  readonly dismiss: (id: number) => void;
}

const most = 3;

export function createToasts(): Toasts {
  const store = createStore<readonly Toast[]>([]);
  let last = 0;
  return {
    get: store.get,
    subscribe: store.subscribe,
    fail: (failure, asked = 'call') => {
      last += 1;
      // The same failure again replaces the first: a person needs to read it once.
      const others = store.get().filter((toast) => toast.failure?.code !== failure.code);
      store.set([...others, { id: last, failure, asked }].slice(-most));
    },
    offerUndo: (text, undo) => {
      last += 1;
      store.set([...store.get(), { id: last, failure: null, text, undo }].slice(-most));
    },
    dismiss: (id) => store.set(store.get().filter((toast) => toast.id !== id)),
  };
}
