import { open, readFile, stat } from 'node:fs/promises';
import { fail, ok, type Result } from '#shared/result.ts';

/** An X25519 identity of age, by its shape. */
export const identityShape = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;

/**
 * The age identity of a key file, as `age-keygen` writes it; made where there is none, for its owner only.
 *
 * @returns `invalid` where others may read it, or where it has no key or more than one; `storage` where it cannot be read or written
 */
export async function readKeyFile(file: string): Promise<Result<string>> {
  try {
    const { mode } = await stat(file);
    // On Windows the file's own access list says who may, and the mode nothing.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      return fail('invalid', `${file}: others may read or change it; "chmod 600" takes that away`);
    const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.trim());
    const [identity, second] = lines.filter((line) => line !== '' && !line.startsWith('#'));
    if (identity === undefined || second !== undefined || !identityShape.test(identity))
      return fail('invalid', `${file}: has to hold one age identity (AGE-SECRET-KEY-1…)`);
    return ok(identity);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return makeKeyFile(file);
    return fail('storage', `${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}

async function makeKeyFile(file: string): Promise<Result<string>> {
  try {
    const { generateX25519Identity } = await import('age-encryption');
    const identity = await generateX25519Identity();
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(
        `# Opens the notes of this gateway: age --decrypt --identity FILE NOTE.age\n${identity}\n`,
      );
      await handle.sync();
    } finally {
      await handle.close();
    }
    return ok(identity);
  } catch (error) {
    return fail('storage', `${file}: cannot be made (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}
