import { rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Failure, fail, ok, type Result } from '#shared/result.ts';
import { fileFailure } from '../platform/file-failure.ts';
import type { MainLog } from '../platform/log-port.ts';
import { filesByMonth, syncFoldersOf } from '../recordings/folders.ts';
import type { NoteKeys } from './identity.ts';
import { copyPath, isUnfinished, noteIdOfPath } from './note-paths.ts';
import type { ExpectedMedia, FinishedMedia, OpenedMedia } from './vault-messages.ts';
import type { VaultThread } from './vault-thread.ts';

export interface KeptCopy {
  readonly id: string;
  /** Of the file. */
  readonly bytes: number;
  /** When it was written, milliseconds since 1970. */
  readonly writtenAt: number;
}

/** The media of notes on this computer: encrypted on the disk, or, where there is no keyring, in memory until the app ends. */
export interface NotesVault {
  /** Makes a finished file of what was recorded. Error: `media`. */
  finish(live: Uint8Array, kind: ExpectedMedia['kind']): Promise<Result<FinishedMedia>>;
  /**
   * What exists nowhere else; in memory where it cannot be written now. @returns whether it outlives the app. Errors: what keeps it from being written, where memory
   * is full, too; nothing is left of it then
   */
  keep(id: string, at: number, bytes: Uint8Array): Promise<Result<{ readonly lasts: boolean }>>;
  /** Tries again to write what is in memory only. @returns whether it outlives the app now */
  persist(id: string, at: number): Promise<boolean>;
  /** What the gateway has as well; without a keyring it is not kept at all. */
  copy(id: string, at: number, bytes: Uint8Array): Promise<Result<null>>;
  /** As it was put there. Errors: `gone`, `damaged`, `no-keyring`, `storage`. */
  read(id: string, sha256: string): Promise<Result<Uint8Array>>;
  /** Looked into, to be played. Errors as `read`, and `unsupported`. */
  open(id: string, expected: ExpectedMedia): Promise<Result<OpenedMedia>>;
  /** Media from elsewhere. Errors: `damaged`, `unsupported`. */
  look(bytes: Uint8Array, expected: ExpectedMedia): Promise<Result<OpenedMedia>>;
  remove(id: string): Promise<void>;
  /** Copies on the disk. */
  list(): Promise<Result<readonly KeptCopy[]>>;
  /** Waits for what is being written. */
  stop(): Promise<void>;
}

export interface NotesVaultOptions {
  /** Absolute; made with the first note. */
  readonly directory: string;
  readonly keys: () => Promise<Result<NoteKeys>>;
  readonly thread: VaultThread;
  readonly log: MainLog;
}

/** Without a keyring: a handful of videos. */
const memoryBytes = 64 * 1024 * 1024;

interface KeptFile extends KeptCopy {
  /** Relative, with `/`. */
  readonly path: string;
}

export function createNotesVault({ directory, keys, thread, log }: NotesVaultOptions): NotesVault {
  const memory = new Map<string, Uint8Array>();
  let index: Promise<Map<string, KeptFile>> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other: each looks which names are taken. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function readIndex(): Promise<Map<string, KeptFile>> {
    const found = new Map<string, KeptFile>();
    for await (const paths of filesByMonth(directory))
      for (const path of paths) {
        const id = noteIdOfPath(path);
        if (id !== null) {
          const { size, mtimeMs } = await stat(join(directory, path));
          found.set(id, { id, path, bytes: size, writtenAt: Math.round(mtimeMs) });
        } else if (isUnfinished(path)) await rm(join(directory, path), { force: true }).catch(() => undefined);
      }
    return found;
  }

  /** Asked again where it could not be read. */
  async function indexed(): Promise<Result<Map<string, KeptFile>>> {
    index ??= readIndex();
    try {
      return ok(await index);
    } catch (error) {
      index = null;
      log.error('the folder of notes cannot be read', { error: String(error) });
      return fileFailure(error);
    }
  }

  /** Other files that differ only in case count as the same: on most desktops they are. */
  function freePath(files: Map<string, KeptFile>, id: string, at: number): string {
    const known = files.get(id);
    if (known !== undefined) return known.path;
    const taken = new Set([...files.values()].map(({ path }) => path.toLowerCase()));
    for (let attempt = 0; ; attempt += 1) {
      const path = copyPath(id, at, attempt);
      if (!taken.has(path.toLowerCase())) return path;
    }
  }

  async function seal(id: string, at: number, bytes: Uint8Array, identity: string): Promise<Result<null>> {
    const files = await indexed();
    if (!files.ok) return files;
    const path = freePath(files.value, id, at);
    const full = join(directory, path);
    const sealed = await thread.run('seal', { path: full, bytes, identity });
    if (!sealed.ok) return sealed;
    const isFirstOfMonth = ![...files.value.values()].some((file) => dirname(file.path) === dirname(path));
    files.value.set(id, { id, path, bytes: sealed.value, writtenAt: at });
    if (isFirstOfMonth)
      await syncFoldersOf(directory, full).catch((error: unknown) =>
        log.warn('a folder of notes could not be synced', { error: String(error) }),
      );
    return ok(null);
  }

  async function write(id: string, at: number, bytes: Uint8Array): Promise<Result<null>> {
    const known = await keys();
    if (!known.ok) return known;
    return known.value.sealing === null ? fail('no-keyring') : seal(id, at, bytes, known.value.sealing);
  }

  /** @param why it cannot be written */
  function remember(id: string, bytes: Uint8Array, why: Failure): Result<{ readonly lasts: boolean }> {
    const held = [...memory.values()].reduce((sum, { length }) => sum + length, 0);
    if (held + bytes.length > memoryBytes) return { ok: false, error: why };
    if (why.code !== 'no-keyring') log.error('a note cannot be written', { code: why.code, detail: why.detail });
    memory.set(id, bytes);
    return ok({ lasts: false });
  }

  async function placeOf(
    id: string,
  ): Promise<Result<{ readonly path: string; readonly identities: readonly string[] }>> {
    const files = await indexed();
    if (!files.ok) return files;
    const file = files.value.get(id);
    if (file === undefined) return fail('gone');
    const known = await keys();
    if (!known.ok) return known;
    return ok({ path: join(directory, file.path), identities: known.value.opening });
  }

  return {
    finish: (live, kind) => thread.run('finish', { live, kind }),
    keep: (id, at, bytes) =>
      inTurn(async () => {
        const written = await write(id, at, bytes);
        return written.ok ? ok({ lasts: true }) : remember(id, bytes, written.error);
      }),
    persist: (id, at) =>
      inTurn(async () => {
        const bytes = memory.get(id);
        if (bytes === undefined) return true;
        const written = await write(id, at, bytes);
        if (written.ok) memory.delete(id);
        return written.ok;
      }),
    copy: (id, at, bytes) =>
      inTurn(async () => {
        const written = await write(id, at, bytes);
        return !written.ok && written.error.code === 'no-keyring' ? ok(null) : written;
      }),
    read: async (id, sha256) => {
      const held = memory.get(id);
      if (held !== undefined) return ok(held);
      const place = await placeOf(id);
      return place.ok ? thread.run('read', { ...place.value, sha256 }) : place;
    },
    open: async (id, expected) => {
      const held = memory.get(id);
      if (held !== undefined) return thread.run('look', { bytes: held, expected });
      const place = await placeOf(id);
      return place.ok ? thread.run('open', { ...place.value, expected }) : place;
    },
    look: (bytes, expected) => thread.run('look', { bytes, expected }),
    remove: (id) =>
      inTurn(async () => {
        memory.delete(id);
        const files = await indexed();
        const file = files.ok ? files.value.get(id) : undefined;
        if (!files.ok || file === undefined) return;
        try {
          await rm(join(directory, file.path), { force: true });
          files.value.delete(id);
        } catch (error) {
          log.warn('a copy of a note could not be removed', { error: String(error) });
        }
      }),
    list: async () => {
      const files = await indexed();
      return files.ok ? ok([...files.value.values()]) : files;
    },
    stop: async () => {
      await last;
      await thread.stop();
    },
  };
}
