import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { noteId } from '#shared/contracts/note.ts';
import { ok, type Result } from '#shared/result.ts';
import { errorCodeOf, fileFailure } from '../platform/file-failure.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { NoteKeys } from './identity.ts';
import { packPiece, pieceName, type UnfinishedNote } from './piece.ts';
import type { GatheredNote } from './vault-messages.ts';
import type { VaultThread } from './vault-thread.ts';

/**
 * What is recorded, on the disk while it is recorded: `<note id>/00000.age`, `00001.age`, … each a file of age by itself, because a piece of age's own stream (64 KiB,
 * sixteen seconds of speech) can only be opened once it is whole. Without a keyring nothing is written.
 */
export interface UnfinishedNotes {
  /** What comes while the disk is busy shares the next piece. Where something cannot be written, what was written before stays. */
  add(note: UnfinishedNote, data: Uint8Array): void;
  /** It is kept elsewhere, or not wanted. Settles when nothing of it is left. */
  drop(id: string): Promise<void>;
  /** Those that an earlier life of the app has left. */
  left(): Promise<Result<readonly string[]>>;
  /** Errors: `gone`: nothing was written; `damaged`: not even its beginning can be read; `no-keyring`, `storage`. */
  gather(id: string): Promise<Result<GatheredNote>>;
}

interface Writing {
  readonly note: UnfinishedNote;
  waiting: Uint8Array[];
  pieces: number;
  running: Promise<void> | null;
  isOver: boolean;
}

export interface UnfinishedNotesOptions {
  /** Absolute. */
  readonly directory: string;
  readonly keys: () => Promise<Result<NoteKeys>>;
  readonly thread: Pick<VaultThread, 'run'>;
  readonly log: MainLog;
}

export function createUnfinishedNotes({ directory, keys, thread, log }: UnfinishedNotesOptions): UnfinishedNotes {
  const writings = new Map<string, Writing>();
  const folderOf = (id: string): string => join(directory, id);

  async function writePiece(writing: Writing, data: Uint8Array): Promise<boolean> {
    const known = await keys();
    const identity = known.ok ? known.value.sealing : null;
    if (identity === null) return false;
    const { note, pieces: number } = writing;
    const path = join(folderOf(note.noteId), pieceName(number));
    const sealed = await thread.run('seal', { path, bytes: packPiece({ ...note, number }, data), identity });
    if (!sealed.ok) log.warn('what is recorded of a note cannot be written', { code: sealed.error.code });
    return sealed.ok;
  }

  async function write(writing: Writing): Promise<void> {
    while (writing.waiting.length > 0 && !writing.isOver) {
      const data = new Uint8Array(Buffer.concat(writing.waiting.splice(0)));
      if (await writePiece(writing, data)) writing.pieces += 1;
      // A later piece without this one would be worth nothing.
      else writing.isOver = true;
    }
    writing.waiting = [];
    writing.running = null;
  }

  return {
    add: (note, data) => {
      const writing = writings.get(note.noteId) ?? { note, waiting: [], pieces: 0, running: null, isOver: false };
      writings.set(note.noteId, writing);
      if (writing.isOver) return;
      writing.waiting.push(data);
      writing.running ??= write(writing);
    },
    drop: async (id) => {
      const writing = writings.get(id);
      if (writing !== undefined) writing.isOver = true;
      await writing?.running;
      writings.delete(id);
      await rm(folderOf(id), { recursive: true, force: true }).catch((error: unknown) =>
        log.warn('what was recorded of a note cannot be removed', { error: String(error) }),
      );
    },
    left: async () => {
      try {
        const names = await readdir(directory);
        return ok(names.filter((name) => noteId.safeParse(name).success && !writings.has(name)));
      } catch (error) {
        return errorCodeOf(error) === 'ENOENT' ? ok([]) : fileFailure(error);
      }
    },
    gather: async (id) => {
      const known = await keys();
      return known.ok
        ? thread.run('gather', { folder: folderOf(id), noteId: id, identities: known.value.opening })
        : known;
    },
  };
}
