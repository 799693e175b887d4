import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import type { MainLog } from './log-port.ts';

const given = z.array(z.string().max(100)).max(100);

/**
 * What has been explained on this computer and need not be again.
 * @returns true for the first time that hint is asked about; where the file cannot be used, for the first time since the start
 */
export function createHints(file: string, log: MainLog): (hint: string) => Promise<boolean> {
  let known: Promise<Set<string>> | null = null;

  async function read(): Promise<Set<string>> {
    const found = await readJsonFile(file).catch(() => null);
    const parsed = given.safeParse(found?.state === 'read' ? found.value : null);
    return new Set(parsed.success ? parsed.data : []);
  }

  return async (hint) => {
    known ??= read();
    const hints = await known;
    if (hints.has(hint)) return false;
    hints.add(hint);
    await writeJsonFile(file, [...hints]).catch((error: unknown) =>
      log.warn('it cannot be kept that something was explained', { error: String(error) }),
    );
    return true;
  };
}
