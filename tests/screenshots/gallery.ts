import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { projectDirectory } from '../e2e/support/electron.ts';
import { inMain } from '../e2e/support/in-main.ts';

const folder = join(projectDirectory, 'docs/screenshots');

export const sizes = { wide: { width: 1280, height: 800 }, small: { width: 900, height: 600 } } as const;

/** Gives the window's page exactly that size. */
export async function resize(electron: ElectronApplication, size: { width: number; height: number }): Promise<void> {
  await inMain(
    electron,
    ({ BrowserWindow }, wanted) => {
      const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().startsWith('app://ui/'));
      window?.setContentSize(wanted.width, wanted.height);
    },
    size,
  );
}

/** The pictures of {@link shoot} at both sizes, the small ones called `NAME-small`; the window is wide afterwards. */
export async function shootBoth(electron: ElectronApplication, page: Page, name: string): Promise<void> {
  await shoot(page, name);
  await resize(electron, sizes.small);
  await shoot(page, `${name}-small`);
  await resize(electron, sizes.wide);
}

/** A picture of the window in each theme, called `NAME-light.png` and `NAME-dark.png`. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((wanted) => window.cornetta.request('settings.set', { theme: wanted }), theme);
    await page.waitForFunction((dark) => matchMedia('(prefers-color-scheme: dark)').matches === dark, theme === 'dark');
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`), animations: 'disabled' });
  }
}
