import { type ErrorCode, fail, ok, type Result } from '#shared/result.ts';
import type { Clock } from '../../platform/clock.ts';
import type { MainLog } from '../../platform/log-port.ts';
import type { Notices } from '../../session/notices.ts';
import type { CacheChanges, CacheStore } from '../../store/cache-store.ts';
import type { LedgerStore, NewKeptNote } from '../../store/ledger-store.ts';
import type { NotesOutbox } from '../../workspace/notes-outbox.ts';
import type { OpenNote } from '../open-note.ts';
import type { UnfinishedNotes } from '../unfinished.ts';
import type { NotesVault } from '../vault.ts';
import type { FinishedMedia } from '../vault-messages.ts';
import type { NewDraft, NoteKeeping } from './note-taking.ts';
import { recoverNotes } from './recovery.ts';

export interface KeepingOptions {
  readonly vault: Pick<NotesVault, 'finish' | 'keep' | 'persist' | 'remove' | 'list'>;
  readonly ledger: Pick<LedgerStore, 'noteKeep' | 'noteKept' | 'noteMove' | 'notesIn' | 'notesUnsent'>;
  readonly cache: Pick<CacheStore, 'dropLocalNote'>;
  readonly unfinished: Pick<UnfinishedNotes, 'add' | 'drop' | 'left' | 'gather'>;
  readonly outbox: Pick<NotesOutbox, 'send' | 'withdraw'>;
  readonly opener: Pick<OpenNote, 'forget'>;
  readonly notices: Pick<Notices, 'tell' | 'withdraw'>;
  readonly changed: (changes: CacheChanges) => void;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: MainLog;
}

/** Of a thread that died or hung: the next one may well succeed. */
const passing: ReadonlySet<ErrorCode> = new Set(['internal', 'timeout']);

/**
 * Keeps notes that are made here, from the recorder's last byte to the gateway's answer: the media in the vault, what is said of it in the ledger. Where the disk is
 * full or there is no keyring a note lives in memory, and the agent is told.
 */
export function createKeeping(options: KeepingOptions) {
  const { vault, unfinished, ledger, cache, outbox, opener, notices, changed, clock, log } = options;
  /** Notes that end with the app. */
  const inMemory = new Set<string>();
  /** Drafts that the ledger could not take. */
  const unwritten = new Map<string, NewKeptNote>();

  /** It stands on the disk as a whole now, or is wanted no more: what was written while it was recorded has done its work. */
  function lasts(id: string): void {
    if (!inMemory.delete(id)) return;
    if (inMemory.size === 0) notices.withdraw('note-in-memory');
    void unfinished.drop(id);
  }

  async function finish({ live, kind }: NewDraft): Promise<Result<FinishedMedia>> {
    const finished = await vault.finish(live, kind);
    return finished.ok || !passing.has(finished.error.code) ? finished : vault.finish(live, kind);
  }

  async function keepDraft(draft: NewDraft): Promise<Result<{ readonly durationMs: number }>> {
    const finished = await finish(draft);
    if (!finished.ok) return finished;
    const { noteId: id, callId, contactId, kind, peaks } = draft;
    const { bytes, sha256, durationMs, mimeType } = finished.value;
    const { at = clock.now() } = draft;
    // The media first: a row without it would be a note that is lost.
    const kept = await vault.keep(id, at, bytes);
    if (!kept.ok) return kept;
    const note = { id, contactId, callId, kind, durationMs, bytes: bytes.length, sha256, mimeType, peaks, at };
    const noted = await ledger.noteKeep(note);
    if (!noted.ok) unwritten.set(id, note);
    if (kept.value.lasts && noted.ok) await unfinished.drop(id);
    else {
      inMemory.add(id);
      notices.tell('note-in-memory');
    }
    return ok({ durationMs });
  }

  /** What could not be written before is tried again: "send" is for good only where it is on the disk. */
  async function write(id: string): Promise<Result<null>> {
    const note = unwritten.get(id);
    if (note !== undefined) {
      const noted = await ledger.noteKeep(note);
      if (!noted.ok) return noted;
      unwritten.delete(id);
    }
    if (inMemory.has(id) && (await vault.persist(id, clock.now()))) lasts(id);
    return ok(null);
  }

  async function drop(id: string): Promise<void> {
    opener.forget(id);
    await vault.remove(id);
    lasts(id);
  }

  /** The gateway has it: one that it could not send is thrown away there. */
  async function withdraw(id: string): Promise<Result<null>> {
    const withdrawn = await outbox.withdraw(id);
    if (!withdrawn.ok) return withdrawn;
    if (!withdrawn.value) return ok(null);
    await drop(id);
    const moved = await ledger.noteMove(id, { from: ['done'], to: 'discarded' });
    return moved.ok ? ok(null) : moved;
  }

  async function discard(id: string): Promise<Result<null>> {
    await unfinished.drop(id);
    if (unwritten.delete(id)) {
      await drop(id);
      return ok(null);
    }
    const kept = await ledger.noteKept(id);
    if (!kept.ok) return kept;
    if (kept.value === null || kept.value.state === 'done') return withdraw(id);
    const { state } = kept.value;
    // What is on its way stays; what was thrown away before may have left its media behind.
    if (state === 'pending') return ok(null);
    const moved = await ledger.noteMove(id, { from: ['draft', 'failed'], to: 'discarded' });
    if (!moved.ok) return moved;
    if (moved.value?.state !== 'discarded') return ok(null);
    await drop(id);
    if (state === 'draft') return ok(null);
    const dropped = await cache.dropLocalNote(id);
    if (!dropped.ok) return dropped;
    changed(dropped.value);
    // One that the provider refused, and then the gateway, still stands there for everybody.
    return withdraw(id);
  }

  /** Somebody threw it away at the gateway. One that is just being sent again from here goes on. */
  async function gone(id: string): Promise<void> {
    const moved = await ledger.noteMove(id, { from: ['done', 'failed'], to: 'discarded' });
    if (moved.ok && moved.value?.state !== 'pending') await drop(id);
  }

  const keeping: NoteKeeping = {
    secure: unfinished.add,
    keepDraft,
    send: async (id) => {
      const written = await write(id);
      return written.ok ? outbox.send(id) : written;
    },
    discard,
    drafts: async () => {
      const [left, files] = [await ledger.notesIn('draft'), await vault.list()];
      if (!left.ok) return left;
      if (!files.ok) return fail(files.error.code, files.error.detail);
      const there = new Set([...files.value.map(({ id }) => id), ...inMemory]);
      // They lived in the memory of an app that has ended, as the agent was told.
      for (const { id } of left.value) if (!there.has(id)) await discard(id);
      return ok(
        left.value
          .filter(({ id }) => there.has(id))
          .map(({ id: noteId, callId, contactId, kind, durationMs, peaks, at }) => {
            return { noteId, callId, contactId, kind, durationMs, peaks, at };
          }),
      );
    },
  };

  return {
    keeping,
    /** At a start, before drafts are asked for. */
    recover: () => recoverNotes({ unfinished, vault, ledger, keepDraft, notices, log }),
    /** A draft that is nowhere but here; null: the ledger has it. */
    unwritten: (id: string): NewKeptNote | null => unwritten.get(id) ?? null,
    /** As `LedgerStore.notesUnsent`, with those that the ledger could not take. */
    notesUnsent: async (): ReturnType<LedgerStore['notesUnsent']> => {
      const known = await ledger.notesUnsent();
      return known.ok ? ok([...known.value, ...unwritten.keys()]) : known;
    },
    gone,
    /** The gateway has it. */
    sent: (id: string): void => {
      if (!inMemory.has(id)) return;
      void vault.remove(id);
      lasts(id);
    },
  };
}
