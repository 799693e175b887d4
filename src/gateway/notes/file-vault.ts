import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { GatewayLog } from '../platform/log.ts';
import { type MediaFileName, mediaFileName, parseMediaFileName } from './media-file-names.ts';
import { digestOf, type KeptMedia, type NoteVault } from './vault.ts';
import type { Workshop } from './workshop.ts';
import { isUnfinished, writeWhole } from './write-whole.ts';

/**
 * Media as age files (https://age-encryption.org/v1) in a directory, one a note. A file is there whole or not at all.
 *
 * @param directory made where it is missing, for nobody else to look into
 * @returns `storage` where it cannot be used
 */
export function openFileVault(options: {
  readonly directory: string;
  readonly workshop: Workshop;
  /** Of the key with which the workshop works. */
  readonly mark: string;
  readonly clock: Clock;
  readonly log: GatewayLog;
}): Result<NoteVault> {
  const { directory, workshop, mark, clock, log } = options;
  let kept: Map<string, KeptFile>;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    kept = listed(directory, log);
  } catch (error) {
    return fail('storage', `the directory for notes: ${String(error)}`);
  }
  const fileOf = (name: MediaFileName): string => join(directory, mediaFileName(name));

  const write = async (id: string, sha256: string, bytes: Uint8Array): Promise<Result<boolean>> => {
    const digest = digestOf(sha256);
    const known = kept.get(id);
    if (known !== undefined) return known.digest === digest ? ok(false) : fail('rejected', 'other media stands there');
    const sealed = await workshop.run('seal', bytes);
    if (!sealed.ok) return sealed;
    const at = clock.now();
    const written = await writeWhole(fileOf({ id, digest, mark }), sealed.value, at);
    if (!written.ok) return written;
    kept.set(id, { id, digest, mark, bytes: sealed.value.length, at });
    return ok(true);
  };
  const read = async (id: string): Promise<Result<Uint8Array>> => {
    const media = kept.get(id);
    if (media === undefined) return fail('not-found', 'there is no such media');
    let sealed: Uint8Array;
    try {
      sealed = await readFile(fileOf(media));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return fail('storage', String(error));
      // Somebody took the file away.
      kept.delete(id);
      return fail('not-found', 'there is no such media');
    }
    const opened = await workshop.run('open', sealed);
    // Its own key does not open it: the part that names the key was changed.
    const isDamaged = !opened.ok && opened.error.code === 'forbidden' && media.mark === mark;
    return isDamaged ? fail('damaged', 'its head was changed') : opened;
  };
  const remove = async (id: string): Promise<void> => {
    const media = kept.get(id);
    if (media === undefined) return;
    try {
      await rm(fileOf(media), { force: true });
      kept.delete(id);
    } catch (error) {
      log.warn(`notes: a file could not be removed: ${String(error)}`);
    }
  };
  const oneAfterTheOther = createTurns();
  return ok({
    lasts: true,
    find: (id) => kept.get(id) ?? null,
    all: () => [...kept.values()],
    put: (id, sha256, bytes) => oneAfterTheOther(id, () => write(id, sha256, bytes)),
    get: read,
    remove: (id) => oneAfterTheOther(id, () => remove(id)),
    stop: async () => undefined,
  });
}

type KeptFile = KeptMedia & MediaFileName;

/** What lies there from before; what a crash left unfinished goes. */
function listed(directory: string, log: GatewayLog): Map<string, KeptFile> {
  const kept = new Map<string, KeptFile>();
  for (const name of readdirSync(directory)) {
    const file = join(directory, name);
    if (isUnfinished(name)) {
      void rm(file, { force: true }).catch((error: unknown) => log.warn(`notes: ${String(error)}`));
      continue;
    }
    const parsed = parseMediaFileName(name);
    if (parsed === null) continue;
    const { size, mtimeMs } = statSync(file);
    kept.set(parsed.id, { ...parsed, bytes: size, at: Math.round(mtimeMs) });
  }
  return kept;
}

/** Runs what concerns the same id in the order in which it came. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return <T>(id: string, run: () => Promise<T>): Promise<T> => {
    const before = last.get(id) ?? Promise.resolve();
    const now = before.then(run, run);
    last.set(id, now);
    const forget = (): void => {
      if (last.get(id) === now) last.delete(id);
    };
    now.then(forget, forget);
    return now;
  };
}
