import type { Failure } from '#shared/result.ts';
import { createStore, type Store } from './store.ts';

/** A short word about something the agent just asked for. */
export interface Toast {
  readonly id: number;
  readonly failure: Failure;
}

export interface Toasts extends Store<readonly Toast[]> {
  readonly fail: (failure: Failure) => void;
  readonly dismiss: (id: number) => void;
}

const most = 3;

export function createToasts(): Toasts {
  const store = createStore<readonly Toast[]>([]);
  let last = 0;
  return {
    get: store.get,
    subscribe: store.subscribe,
    fail: (failure) => {
      last += 1;
      // The same failure again replaces the first: a person needs to read it once.
      const others = store.get().filter((toast) => toast.failure.code !== failure.code);
      store.set([...others, { id: last, failure }].slice(-most));
    },
    dismiss: (id) => store.set(store.get().filter((toast) => toast.id !== id)),
  };
}
