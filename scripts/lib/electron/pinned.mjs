import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../hash.mjs';
import { inProject, toolEntry } from '../paths.mjs';
import { run } from '../run.mjs';

// An unreachable host usually answers at once; a firewall that swallows packets does not. A download of 110 MB that
// has not ended after this time would be better fetched once by hand.
const DOWNLOAD_LIMIT_MS = 5 * 60_000;

/** The release that package.json pins, for example `45.4.1`. */
export function pinnedVersion() {
  return readJson(inProject('node_modules', 'electron', 'package.json'))?.version;
}

/** The pinned package's own runtime, or undefined while its binary is missing or of another version. */
export function findPinned() {
  const version = pinnedVersion();
  const dist = inProject('node_modules', 'electron', 'dist');
  const relativePath = readText(inProject('node_modules', 'electron', 'path.txt'));
  if (!version || !relativePath || readText(join(dist, 'version')).replace(/^v/, '') !== version) return undefined;
  const executable = join(dist, relativePath);
  return existsSync(executable) ? { kind: 'pinned', version, dist, executable } : undefined;
}

/**
 * Lets the pinned package download its binary (it knows proxies, mirrors and checksums).
 * @returns undefined when it worked, else why not, in a few words.
 */
export async function downloadPinned() {
  const env = { ...process.env, NODE_USE_ENV_PROXY: '1' };
  delete env.ELECTRON_SKIP_BINARY_DOWNLOAD;
  const result = await run(process.execPath, [toolEntry('electron', 'install.js')], {
    env,
    output: 'hide',
    limit: DOWNLOAD_LIMIT_MS,
  });
  if (result.timedOut) return `no end after ${DOWNLOAD_LIMIT_MS / 60_000} minutes`;
  if (result.code === 0) return undefined;
  return reasonIn(result.tail);
}

function reasonIn(output) {
  const cause = /\bE[A-Z]{4,}\b/.exec(output)?.[0];
  const message = /Error: (.+)/.exec(output)?.[1] ?? `exit after ${output.trim().split('\n').at(-1)}`;
  return cause && !message.includes(cause) ? `${message}, ${cause}` : message;
}

function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}
