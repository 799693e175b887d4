import { useSyncExternalStore } from 'react';

/** A value that changes over time. Values are immutable: a change is a new value. */
export interface Store<Value> {
  readonly get: () => Value;
  readonly subscribe: (listener: () => void) => () => void;
}

export interface WritableStore<Value> extends Store<Value> {
  /** The same value again (by identity) notifies nobody. */
  readonly set: (value: Value) => void;
}

export function createStore<Value>(initial: Value): WritableStore<Value> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set: (value) => {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Re-renders only when what the selector returns changes by identity: a selector must not build new objects. */
export function useStore<Value, Selected>(store: Store<Value>, selector: (value: Value) => Selected): Selected {
  return useSyncExternalStore(store.subscribe, () => selector(store.get()));
}
