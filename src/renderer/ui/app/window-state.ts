import type { Corner } from '../features/video/corners.ts';
import { createFullScreen, type FullScreen } from '../state/full-screen.ts';
import { createStore, type WritableStore } from '../state/store.ts';

/** What is open and folded in this window, and which fields the keyboard can be sent to. */
export interface WindowState {
  readonly keypadOpen: WritableStore<boolean>;
  readonly reactionsOpen: WritableStore<boolean>;
  /** The pictures of a video call fill the window. */
  readonly fullScreen: FullScreen;
  /** Of the pictures that are shown; null: none are. */
  readonly fullScreenButton: { current: HTMLButtonElement | null };
  /** Where the own picture stands over the contact's. */
  readonly ownCorner: WritableStore<Corner>;
  readonly helpOpen: WritableStore<boolean>;
  readonly contactOpen: WritableStore<boolean>;
  readonly searchField: { current: HTMLInputElement | null };
  /** Calls the contact whose conversation is open; null: none is. */
  readonly callButton: { current: HTMLButtonElement | null };
  readonly presenceField: { current: HTMLSelectElement | null };
  /** Answer was pressed by keyboard: the call that comes takes the keyboard's place from the card that goes. */
  readonly answeredByKey: { current: boolean };
  /** Where the pointer was last seen; null: not over the window. */
  readonly pointer: { current: { readonly x: number; readonly y: number } | null };
}

export function createWindowState(page: Document): WindowState {
  return {
    keypadOpen: createStore(false),
    reactionsOpen: createStore(false),
    fullScreen: createFullScreen(page),
    fullScreenButton: { current: null },
    ownCorner: createStore<Corner>('topRight'),
    helpOpen: createStore(false),
    contactOpen: createStore(false),
    searchField: { current: null },
    callButton: { current: null },
    presenceField: { current: null },
    answeredByKey: { current: false },
    pointer: { current: null },
  };
}

export const toggle = (store: WritableStore<boolean>): void => store.set(!store.get());

export function trackPointer(target: Window, { pointer }: WindowState): void {
  target.addEventListener('pointermove', ({ clientX, clientY }) => {
    pointer.current = { x: clientX, y: clientY };
  });
  target.document.documentElement.addEventListener('pointerleave', () => {
    pointer.current = null;
  });
}
