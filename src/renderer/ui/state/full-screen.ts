import { createStore, type Store } from './store.ts';

/**
 * Whether something fills the whole window; the window fills the whole screen then, where the system lets it. Where it does not, the window is
 * as large as it is.
 */
export interface FullScreen extends Store<boolean> {
  readonly enter: () => void;
  readonly leave: () => void;
}

type Page = Pick<Document, 'fullscreenElement' | 'exitFullscreen' | 'addEventListener'> & {
  readonly documentElement: Pick<HTMLElement, 'requestFullscreen'>;
};

export function createFullScreen(page: Page): FullScreen {
  const store = createStore(false);
  page.addEventListener('fullscreenchange', () => {
    // The system's own way out: Escape, or a gesture.
    if (page.fullscreenElement === null) store.set(false);
    else if (!store.get()) void page.exitFullscreen();
  });
  return {
    get: store.get,
    subscribe: store.subscribe,
    enter: () => {
      store.set(true);
      page.documentElement.requestFullscreen().catch(() => undefined);
    },
    leave: () => {
      store.set(false);
      if (page.fullscreenElement !== null) void page.exitFullscreen();
    },
  };
}
