import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** What belongs to this checkout alone and goes away with its node_modules: stamps and test reports. */
export const projectCache = join(root, 'node_modules', '.cache', 'cornetta');

/** Everything vitest and Playwright report, for the totals at the end of a test run. */
export const reportsFolder = join(projectCache, 'reports');

/** What is dear to fetch or build and shared by all checkouts of a user: Electron runtimes, native modules. */
export const userCache = join(userCacheRoot(), 'cornetta');

function userCacheRoot() {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
  if (process.platform === 'win32' && process.env.LOCALAPPDATA) return process.env.LOCALAPPDATA;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return join(homedir(), '.cache');
}

export function inProject(...parts) {
  return join(root, ...parts);
}

/** The command-line entry of an installed package, to be run with {@link runNode}: no shell and no .cmd files. */
export function toolEntry(packageName, file) {
  return inProject('node_modules', ...packageName.split('/'), ...file.split('/'));
}
