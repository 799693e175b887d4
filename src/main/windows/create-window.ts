import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';
import { type WindowPreferences, webPreferences } from './web-preferences.ts';
import type { Rectangle } from './window-bounds.ts';

/** What may differ between windows; how a page is confined may not. */
export type WindowLook = Omit<BrowserWindowConstructorOptions, 'webPreferences' | 'show' | 'title'> &
  Pick<Rectangle, 'width' | 'height'>;

export type CreateWindow = (preferences: WindowPreferences, look: WindowLook) => BrowserWindow;

/**
 * The only place where a window is made. It is not shown and nothing is loaded into it yet. It gets its height only when it is there: of a
 * hidden window that never changed its size the page hears none before the first frame, and would be laid out for nothing and once more.
 */
export const createWindow: CreateWindow = (preferences, { width, height, ...look }) => {
  const window = new BrowserWindow({
    ...look,
    width,
    height: height + 1,
    title: 'Cornetta',
    show: false,
    autoHideMenuBar: true,
    webPreferences: webPreferences(preferences),
  });
  window.setSize(width, height);
  return window;
};
