import { readFileSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { errorCodeOf } from './file-failure.ts';

export type ReadJson =
  | { readonly state: 'read'; readonly value: unknown }
  | { readonly state: 'missing' }
  /** There, but no JSON. */
  | { readonly state: 'damaged' };

/** Rejects where the file is there and cannot be read (rights, a failing disk): it must not be taken for missing. */
export async function readJsonFile(file: string): Promise<ReadJson> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return { state: 'missing' };
    throw error;
  }
  try {
    return { state: 'read', value: JSON.parse(text) };
  } catch {
    return { state: 'damaged' };
  }
}

/** A few bytes that the start cannot go on without. @returns null where there is nothing that can be read */
export function readJsonFileNow(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Whole or not at all, also when the machine dies meanwhile: written beside, synced, renamed. Only this user may read it. */
export async function writeJsonFile(file: string, value: unknown): Promise<void> {
  const beside = `${file}.${crypto.randomUUID()}.tmp`;
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(value, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Puts a damaged file aside under a name that tells when. @returns the new name */
export async function setAside(file: string, now: number): Promise<string> {
  const aside = damagedName(file, now);
  await rename(file, aside);
  return aside;
}

/** `settings.json` → `settings.damaged-2026-11-22T00-44-00.json` */
export function damagedName(file: string, now: number): string {
  const when = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  return file.replace(/(\.json)?$/, `.damaged-${when}.json`);
}
