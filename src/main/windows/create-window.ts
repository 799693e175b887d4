import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';
import { type WindowPreferences, webPreferences } from './web-preferences.ts';

/** What may differ between windows; how a page is confined may not. */
export type WindowLook = Omit<BrowserWindowConstructorOptions, 'webPreferences' | 'show' | 'title'>;

export type CreateWindow = (preferences: WindowPreferences, look: WindowLook) => BrowserWindow;

/** The only place where a window is made. It is not shown and nothing is loaded into it yet. */
export const createWindow: CreateWindow = (preferences, look) =>
  new BrowserWindow({
    ...look,
    title: 'Cornetta',
    show: false,
    autoHideMenuBar: true,
    webPreferences: webPreferences(preferences),
  });
