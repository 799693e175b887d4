import { z } from 'zod';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Clock } from './clock.ts';
import { fileFailure } from './file-failure.ts';
import { readJsonFile, setAside, writeJsonFile } from './json-file.ts';
import type { MainLog } from './log-port.ts';

/** The part of Electron's safeStorage that is used; only after the app is ready. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean;
  /** Linux only. `basic_text` encrypts with a password that stands in Chromium's source. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
}

export interface Secrets {
  /** False: {@link Secrets.store} would answer `no-keyring`. */
  available(): boolean;
  store(name: string, value: string): Promise<Result<null>>;
  /** null: never stored. `no-keyring` also where the keyring that encrypted it is not there any more. */
  read(name: string): Promise<Result<string | null>>;
  remove(name: string): Promise<Result<null>>;
  /** Needs no keyring. */
  removeWhere(isUnwanted: (name: string) => boolean): Promise<Result<null>>;
}

const secretName = /^[a-z][a-z0-9.-]{0,63}$/;
const secretsSchema = z.record(z.string().regex(secretName), z.base64());
type SecretsFile = z.infer<typeof secretsSchema>;

/** Secrets encrypted by the operating system's keyring, in one file. Never stored in the clear: without a keyring they are not stored. */
export function createSecrets(options: {
  readonly file: string;
  readonly safeStorage: SafeStorage;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly log: MainLog;
}): Secrets {
  const { file, safeStorage, clock, log } = options;
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other: each writes the whole file. */
  function inTurn<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    const turn = last.then(work).catch((error: unknown) => {
      log.error('the secrets file cannot be used', { error: String(error) });
      return fileFailure(error);
    });
    last = turn;
    return turn;
  }

  function available(): boolean {
    if (!safeStorage.isEncryptionAvailable()) return false;
    return options.platform !== 'linux' || safeStorage.getSelectedStorageBackend?.() !== 'basic_text';
  }

  async function load(): Promise<SecretsFile> {
    const found = await readJsonFile(file);
    if (found.state === 'missing') return {};
    const parsed = found.state === 'read' ? secretsSchema.safeParse(found.value) : null;
    if (parsed?.success) return parsed.data;
    log.error('the secrets file is damaged and was put aside', { aside: await setAside(file, clock.now()) });
    return {};
  }

  const removeWhere = (isUnwanted: (name: string) => boolean): Promise<Result<null>> =>
    inTurn(async () => {
      const secrets = Object.entries(await load());
      const wanted = secrets.filter(([name]) => !isUnwanted(name));
      if (wanted.length < secrets.length) await writeJsonFile(file, Object.fromEntries(wanted));
      return ok(null);
    });

  return {
    available,
    store: (name, value) =>
      inTurn(async () => {
        if (!secretName.test(name)) return fail('invalid', 'name of the secret');
        if (!available()) return fail('no-keyring');
        const encrypted = encrypt(safeStorage, value);
        if (encrypted === null) return fail('no-keyring', 'the keyring refused');
        await writeJsonFile(file, { ...(await load()), [name]: encrypted });
        return ok(null);
      }),
    read: (name) =>
      inTurn(async () => {
        const secrets = await load();
        const encrypted = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
        if (encrypted === undefined) return ok(null);
        if (!available()) return fail('no-keyring');
        const value = decrypt(safeStorage, encrypted);
        return value === null ? fail('no-keyring', 'it was encrypted with another keyring') : ok(value);
      }),
    remove: (name) => removeWhere((other) => other === name),
    removeWhere,
  };
}

function encrypt(safeStorage: SafeStorage, value: string): string | null {
  try {
    return safeStorage.encryptString(value).toString('base64');
  } catch {
    return null;
  }
}

function decrypt(safeStorage: SafeStorage, encrypted: string): string | null {
  try {
    return safeStorage.decryptString(Buffer.from(encrypted, 'base64'));
  } catch {
    return null;
  }
}
