import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';

/** Stands where Electron's window stands: events are emitted by the test, calls are noted. */
export interface FakeWindow extends EventEmitter {
  readonly calls: string[];
  readonly loaded: string[];
  readonly posted: { readonly channel: string; readonly ports: readonly unknown[] }[];
  readonly webContents: EventEmitter;
  bounds: { x: number; y: number; width: number; height: number };
  destroyed: boolean;
  focused: boolean;
  destroy(): void;
  asBrowserWindow(): BrowserWindow;
}

export function fakeWindow(): FakeWindow {
  const calls: string[] = [];
  const loaded: string[] = [];
  const posted: { channel: string; ports: readonly unknown[] }[] = [];
  const webContents = Object.assign(new EventEmitter(), {
    postMessage: (channel: string, _message: unknown, ports: readonly unknown[]) => {
      posted.push({ channel, ports });
    },
  });
  const note = (name: string) => () => {
    calls.push(name);
  };
  const fake = Object.assign(new EventEmitter(), {
    calls,
    loaded,
    posted,
    webContents,
    bounds: { x: 10, y: 20, width: 1000, height: 700 },
    destroyed: false,
    focused: false,
    loadURL: async (url: string) => {
      loaded.push(url);
    },
    show: note('show'),
    hide: note('hide'),
    focus: note('focus'),
    maximize: note('maximize'),
    restore: note('restore'),
    setBackgroundColor: note('setBackgroundColor'),
    isMinimized: () => false,
    isMaximized: () => false,
    isFullScreen: () => false,
    isFocused: () => fake.focused,
    isDestroyed: () => fake.destroyed,
    getNormalBounds: () => fake.bounds,
    destroy: () => {
      if (fake.destroyed) return;
      fake.destroyed = true;
      fake.emit('closed');
    },
    asBrowserWindow: () => fake as unknown as BrowserWindow,
  });
  return fake;
}
