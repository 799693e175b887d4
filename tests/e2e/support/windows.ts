import type { ElectronApplication, Page } from '@playwright/test';
import { inMain } from './in-main.ts';

export const hosts = ['ui', 'phone'] as const;
export type Host = (typeof hosts)[number];

/** The page of one of the app's two windows; the phone window is never shown, but there all the same. */
export async function pageOf(electron: ElectronApplication, host: Host): Promise<Page> {
  const isWanted = (page: Page): boolean => page.url().startsWith(`app://${host}/`);
  return electron.windows().find(isWanted) ?? electron.waitForEvent('window', { predicate: isWanted, timeout: 30_000 });
}

/** The operating-system process of one of the two windows; 0: there is none at the moment. */
export function rendererPid(electron: ElectronApplication, host: Host): Promise<number> {
  return inMain(
    electron,
    ({ webContents }, wanted) => {
      const found = webContents
        .getAllWebContents()
        .find((contents) => contents.getURL().startsWith(`app://${wanted}/`));
      return found?.getOSProcessId() ?? 0;
    },
    host,
  );
}

/** Hides the window that the agent sees, or shows it again. */
export function showWindow(electron: ElectronApplication, shown: boolean): Promise<void> {
  return inMain(
    electron,
    ({ BrowserWindow }, wanted) => {
      const ui = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().startsWith('app://ui/'));
      if (wanted) ui?.show();
      else ui?.hide();
    },
    shown,
  );
}

/** As the agent does with the cross in its corner. */
export const closeWindow = (electron: ElectronApplication): Promise<void> =>
  inMain(electron, ({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows())
      if (window.webContents.getURL().startsWith('app://ui/')) window.close();
  });
