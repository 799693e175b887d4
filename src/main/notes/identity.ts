import { fail, ok, type Result } from '#shared/result.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { Secrets } from '../platform/secrets.ts';

/** Keys of age, `AGE-SECRET-KEY-1…`. */
export interface NoteKeys {
  /** What notes are encrypted for; null: nothing can be kept on this disk now. */
  readonly sealing: string | null;
  /** What they may have been encrypted for. */
  readonly opening: readonly string[];
}

/** One is made once. A further one is made only where the keyring cannot give any back for good: the earlier ones stay, in case it is the old keyring again. */
const nameOf = (name: string, number: number): string => (number === 1 ? name : `${name}-${number}`);
const most = 20;

export interface NoteKeysOptions {
  /** Of the secret. */
  readonly name: string;
  readonly secrets: Pick<Secrets, 'available' | 'read' | 'store'>;
  readonly generate: () => Promise<Result<string>>;
  readonly log: MainLog;
}

/**
 * The keys of this desktop's notes, kept by the operating system's keyring.
 * @returns asks for them; errors: `disk-full`, `storage` where a new one cannot be stored. Without a keyring there is no error, only nothing to seal with
 */
export function createNoteKeys({ name, secrets, generate, log }: NoteKeysOptions): () => Promise<Result<NoteKeys>> {
  let known: NoteKeys | null = null;
  let asking: Promise<Result<NoteKeys>> | null = null;

  async function ask(): Promise<Result<NoteKeys>> {
    const opening: string[] = [];
    let lost = 0;
    let free = 1;
    for (; free <= most; free += 1) {
      const read = await secrets.read(nameOf(name, free));
      if (read.ok && read.value === null) break;
      if (read.ok && read.value !== null) opening.push(read.value);
      else if (!read.ok && read.error.code === 'no-keyring') lost += 1;
      else if (!read.ok) return read;
    }
    const sealing = opening.at(-1);
    if (sealing !== undefined) return keep({ sealing, opening });
    if (!secrets.available() || free > most) return ok({ sealing: null, opening });
    if (lost > 0) log.warn('the keyring does not give out the key of earlier notes', { lost });
    return make(free);
  }

  async function make(number: number): Promise<Result<NoteKeys>> {
    const made = await generate();
    if (!made.ok) return made;
    const stored = await secrets.store(nameOf(name, number), made.value);
    if (!stored.ok) return stored.error.code === 'no-keyring' ? ok({ sealing: null, opening: [] }) : stored;
    // What cannot be read back now could never be read back.
    const back = await secrets.read(nameOf(name, number));
    if (!back.ok || back.value !== made.value) return fail('storage', 'the key of notes could not be kept');
    return keep({ sealing: made.value, opening: [made.value] });
  }

  function keep(keys: NoteKeys): Result<NoteKeys> {
    known = keys;
    return ok(keys);
  }

  return () => {
    if (known !== null) return Promise.resolve(ok(known));
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}
