import { access, constants, mkdir, open, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCodeOf } from '../platform/file-failure.ts';
import type { StoredRecording } from '../store/ledger-store.ts';
import { insideOf } from './recording-paths.ts';

/** Makes the folder's entries durable; Windows has no such operation. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A new file survives power loss only together with the folders that lead to it. */
export async function syncFoldersOf(base: string, path: string): Promise<void> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    await syncFolder(folder);
    if (folder === base || insideOf(base, folder) === null) return;
  }
}

/** A folder that can be looked at. */
export const isThere = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );

const isWritable = (folder: string): Promise<boolean> =>
  access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );

const isMissing = (path: string): Promise<boolean> =>
  stat(path).then(
    () => false,
    (error) => errorCodeOf(error) === 'ENOENT',
  );

/**
 * Whether recordings can be kept under `base`, there or still to be made. Of its own folder no more than the last step is ever made: what
 * leads there may be a share or a drive that is away, and recordings made in its place would be hidden when it is back.
 */
export const isReachable = async (base: string): Promise<boolean> =>
  (await isThere(base)) ? isWritable(base) : (await isMissing(base)) && isThere(dirname(base));

async function makeBase(base: string): Promise<void> {
  try {
    await mkdir(base);
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') throw error;
  }
}

/**
 * Makes the folder of `path`, which lies under `base` by its name.
 * @throws {Error} where a link on the way leads out of `base` after all, or `base` cannot be reached
 */
export async function makeFolderOf(base: string, path: string): Promise<void> {
  await makeBase(base);
  await mkdir(dirname(path), { recursive: true });
  const [realBase, realFolder] = await Promise.all([realpath(base), realpath(dirname(path))]);
  if (insideOf(realBase, realFolder) === null) throw new Error(`${dirname(path)} leads out of the recordings folder`);
}

/** Absolute path of a file under `base`; null where there is none, or a link leads out. */
export async function existingFile(base: string, path: string): Promise<string | null> {
  const full = insideOf(base, path);
  if (full === null) return null;
  try {
    const [realBase, realFull] = await Promise.all([realpath(base), realpath(full)]);
    return insideOf(realBase, realFull) !== null && (await stat(realFull)).isFile() ? full : null;
  } catch {
    return null;
  }
}

/**
 * Where a recording stands: in its own folder, or, moved there by hand, in the one in use. Whatever the ledger says, it is a file of ours.
 * @param base the recordings folder in use
 */
export async function rootOf(
  { root, path }: Pick<StoredRecording, 'root' | 'path'>,
  base: string,
): Promise<string | null> {
  if (!path.endsWith('.webm')) return null;
  for (const folder of new Set([root ?? base, base])) if ((await existingFile(folder, path)) !== null) return folder;
  return null;
}

const yearFolder = /^\d{4}$/;
const monthFolder = /^(0[1-9]|1[0-2])$/;

async function entries(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

/** Files of the months under `base`, a month at a time, as relative paths with `/`. */
export async function* filesByMonth(base: string): AsyncGenerator<readonly string[]> {
  for (const year of (await entries(base)).filter((name) => yearFolder.test(name)).sort())
    for (const month of (await entries(join(base, year))).filter((name) => monthFolder.test(name)).sort()) {
      const folder = `${year}/${month}`;
      yield (await entries(join(base, folder))).map((name) => `${folder}/${name}`);
    }
}
