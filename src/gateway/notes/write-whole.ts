import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '#shared/result.ts';

const unfinishedEnding = '.part';

/** Whether a name is of a file that {@link writeWhole} did not finish. */
export const isUnfinished = (name: string): boolean => name.endsWith(unfinishedEnding);

/**
 * Writes a file for its owner only that is there whole or not at all, also after the power failed.
 *
 * @param at its time of change, milliseconds since 1970
 * @returns `disk-full` or `storage`; then nothing is left of it
 */
export async function writeWhole(file: string, bytes: Uint8Array, at: number): Promise<Result<null>> {
  const unfinished = join(dirname(file), `${randomUUID()}${unfinishedEnding}`);
  try {
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.utimes(at / 1000, at / 1000);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
    await syncDirectory(dirname(file));
    return ok(null);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    const { code } = error as NodeJS.ErrnoException;
    return fail(
      code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'storage',
      `a note could not be written: ${code}`,
    );
  }
}

/** Makes the new name last. Windows has no such thing. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
