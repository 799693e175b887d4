import { readFile, stat } from 'node:fs/promises';
import type { Result } from '#shared/result.ts';
import { fail, ok } from '#shared/result.ts';

/** Files are read into memory whole. */
const maximumBytes = 64 * 1024 * 1024;

/** A whole file. The detail of a failure continues "the file …". */
export async function readBytes(file: string): Promise<Result<Buffer>> {
  try {
    const { size } = await stat(file);
    if (size > maximumBytes) return fail('unsupported', `has ${size} bytes; at most ${maximumBytes} can be read`);
    return ok(await readFile(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT'
      ? fail('not-found', 'does not exist')
      : fail('storage', `cannot be read (${code ?? String(error)})`);
  }
}
