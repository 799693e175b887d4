import type { SearchHit } from '#shared/contracts/ui-replies.ts';
import type { Failure } from '#shared/result.ts';
import type { Client } from './client.ts';
import { createStore, type Store } from './store.ts';

export interface SearchState {
  readonly text: string;
  /** null: nothing was asked, or the first answer is still on its way. */
  readonly hits: readonly SearchHit[] | null;
  /** What the hits answer: behind `text` while somebody types. */
  readonly answered: string;
  readonly failure: Failure | null;
}

export interface Search extends Store<SearchState> {
  readonly type: (text: string) => void;
  readonly repeat: () => void;
}

const idle: SearchState = { text: '', hits: null, answered: '', failure: null };
/** Long enough to skip the letters of a fast typist, too short to be felt. */
const pauseMs = 60;
const limit = 50;
const longest = 200;

export function createSearch(client: Client): Search {
  const store = createStore(idle);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;

  const ask = (text: string): void => {
    latest += 1;
    const mine = latest;
    void client.ask('search', { text, limit }).then((result) => {
      // An answer that was overtaken by more typing is worth nothing.
      if (mine !== latest) return;
      const state = store.get();
      store.set(
        result.ok
          ? { ...state, hits: result.value, answered: text, failure: null }
          : { ...state, failure: result.error },
      );
    });
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    type: (raw) => {
      clearTimeout(timer);
      const text = raw.slice(0, longest);
      if (text.trim() === '') {
        latest += 1;
        store.set({ ...idle, text });
        return;
      }
      store.set({ ...store.get(), text });
      timer = setTimeout(() => ask(text.trim()), pauseMs);
    },
    repeat: () => {
      const text = store.get().text.trim();
      if (text !== '') ask(text);
    },
  };
}
