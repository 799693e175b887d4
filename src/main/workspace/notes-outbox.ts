import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { Note, NoteDraft } from '#shared/contracts/note.ts';
import { type ErrorCode, fail, ok, type Result } from '#shared/result.ts';
import type { NoteTransfer } from '../gateway-link/note-transfer.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { CacheChanges, CacheStore } from '../store/cache-store.ts';
import type { KeptNote, LedgerStore } from '../store/ledger-store.ts';
import { createCourier, judgeRefusal, type Round } from './courier.ts';
import { noteOfKept } from './note-of-kept.ts';

export interface NotesOutboxOptions {
  readonly ledger: Pick<LedgerStore, 'noteKept' | 'noteMove' | 'noteAttempt' | 'notesIn'>;
  readonly cache: Pick<CacheStore, 'putLocal' | 'note'>;
  /** Errors: `gone`, `damaged`; whatever else may pass. */
  readonly media: (note: KeptNote) => Promise<Result<Uint8Array>>;
  readonly upload: NoteTransfer['upload'];
  /** Each time a command of its own: what is said of a note twice does no harm, and one that failed meanwhile is tried again. */
  readonly command: (command: AgentCommand) => Promise<Result<null>>;
  readonly changed: (changes: CacheChanges) => void;
  /** Bytes that the gateway has, from 0 on; `total` is 0 where nothing is being handed over any more. */
  readonly progress: (noteId: string, sent: number, total: number) => void;
  /** The gateway will not have it, or its media is lost, and why. */
  readonly failed: (note: KeptNote, code: ErrorCode) => void;
  /** The gateway has it. */
  readonly done: (note: KeptNote) => void;
  /** Name of whoever leaves notes here. */
  readonly agent: () => string;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly log: MainLog;
}

export interface NotesOutbox {
  /**
   * Durable when it resolves: the note is sent exactly once, now or when the gateway is back, even after a restart. One that had failed, here or at the gateway, is tried again.
   * Errors: `gone`; where another agent left it, what the gateway says to it now
   */
  readonly send: (id: string) => Promise<Result<null>>;
  /** Throws away what the gateway could not send. @returns false: it is none of these. Errors: as the gateway says, `offline` */
  readonly withdraw: (id: string) => Promise<Result<boolean>>;
  /** The gateway tells of a note: that one of ours failed, the agent is told once a try. */
  readonly told: (note: Note) => Promise<void>;
  /** The gateway is reachable (again): sends what waits, oldest first. */
  readonly flush: () => Promise<void>;
  /** Shows what an earlier life of the app has left behind, in case it had no time to. */
  readonly resume: () => Promise<void>;
}

/**
 * Outgoing notes: media first, then what is said of it. The gateway keeps either once by its id, so whatever breaks off is simply done again.
 * Notes do not wait for each other: one that cannot go now holds up no other.
 */
export function createNotesOutbox(options: NotesOutboxOptions): NotesOutbox {
  const { ledger, cache, changed, clock, log } = options;
  const courier = createCourier(round, clock);
  /** Handed over in this life of the app; the gateway may have dropped it again. */
  const handedOver = new Set<string>();

  async function show(notes: readonly KeptNote[], status: 'sending' | 'failed'): Promise<void> {
    if (notes.length === 0) return;
    const entries = notes.map((note) => ({ entry: 'note' as const, ...noteOfKept(note, status, options.agent()) }));
    const stored = await cache.putLocal({ entries });
    if (stored.ok) changed(stored.value);
    else log.error('a note could not be shown', { fault: stored.error.fault });
  }

  async function handOver(note: KeptNote): Promise<Result<null>> {
    const media = await options.media(note);
    if (!media.ok) return media;
    const { id, sha256, bytes } = note;
    options.progress(id, 0, bytes);
    const uploaded = await options.upload({ id, sha256 }, media.value, (sent) => options.progress(id, sent, bytes));
    options.progress(id, uploaded.ok ? bytes : 0, uploaded.ok ? bytes : 0);
    if (uploaded.ok) handedOver.add(id);
    // What was read here is what its hash says: it was spoilt on the way.
    else if (uploaded.error.code === 'damaged') return fail('internal', uploaded.error.detail);
    return uploaded;
  }

  async function offer(note: NoteDraft): Promise<Result<null>> {
    const { id, contactId, callId, kind, durationMs, bytes, sha256, mimeType, peaks } = note;
    const described = { id, contactId, callId, kind, durationMs, bytes, sha256, mimeType, peaks };
    return options.command({ do: 'note.send', note: described });
  }

  /** null: the gateway does not say that it failed. */
  async function failedNote(id: string): Promise<Note | null> {
    const told = await cache.note(id);
    return told.ok && told.value?.direction === 'out' && told.value.status === 'failed' ? told.value : null;
  }

  async function sendNow(note: KeptNote): Promise<{ readonly by: 'media' | 'gateway'; readonly result: Result<null> }> {
    const isFirst = !handedOver.has(note.id);
    const given = isFirst ? await handOver(note) : ok(null);
    // Of one that is tried again the gateway has the media, also where this desktop has none any more.
    const isMissing = !given.ok && given.error.code === 'gone';
    if (!given.ok && !isMissing) return { by: 'media', result: given };
    const answered = await offer(note);
    if (isMissing && !answered.ok && answered.error.code === 'gone') return { by: 'media', result: given };
    if (answered.ok || answered.error.code !== 'gone') return { by: 'gateway', result: answered };
    handedOver.delete(note.id);
    // Handed over long ago: the gateway did not keep it so long. If it was just now, the gateway loses media, and has a rest first.
    if (isFirst) return { by: 'gateway', result: fail('internal', 'the gateway lost the media') };
    const again = await handOver(note);
    return again.ok ? { by: 'gateway', result: await offer(note) } : { by: 'media', result: again };
  }

  async function deliver(note: KeptNote): Promise<Round | 'held'> {
    const { by, result } = await sendNow(note);
    if (result.ok) {
      const noted = await ledger.noteMove(note.id, { from: ['pending'], to: 'done' });
      if (!noted.ok) return 'later';
      handedOver.delete(note.id);
      options.done(note);
      return 'done';
    }
    const { code } = result.error;
    const verdict = by === 'media' ? judgeMedia(code) : judgeRefusal(code === 'gone' ? 'internal' : code);
    if (verdict === 'never') return refuse(note, code);
    await ledger.noteAttempt(note.id, code);
    return verdict;
  }

  async function refuse(note: KeptNote, code: ErrorCode): Promise<Round> {
    const noted = await ledger.noteMove(note.id, { from: ['pending'], to: 'failed', error: code });
    if (!noted.ok) return 'later';
    log.warn('a note could not be sent', { code });
    await show([noted.value ?? note], 'failed');
    options.failed(note, code);
    return 'done';
  }

  async function round(): Promise<Round> {
    const pending = await ledger.notesIn('pending');
    if (!pending.ok) {
      log.error('the outbox of notes cannot be read', { fault: pending.error.fault });
      return 'later';
    }
    let ended: Round = 'done';
    for (const note of pending.value) {
      const outcome = await deliver(note);
      if (outcome === 'offline' || outcome === 'later') return outcome;
      if (outcome === 'held') ended = 'later';
    }
    return ended;
  }

  return {
    send: async (id) => {
      const kept = await ledger.noteKept(id);
      if (!kept.ok) return kept;
      const isOver = kept.value === null || kept.value.state === 'done' || kept.value.state === 'discarded';
      const failed = isOver ? await failedNote(id) : null;
      if (kept.value === null || kept.value.state === 'discarded')
        return failed === null ? fail('gone') : offer(failed);
      if (kept.value.state === 'done' && failed === null) return ok(null);
      const isDraft = kept.value.state === 'draft';
      const at = isDraft ? { at: clock.now() } : {};
      const moved = await ledger.noteMove(id, { from: ['draft', 'failed', 'done'], to: 'pending', ...at });
      if (!moved.ok) return moved;
      if (moved.value?.state === 'discarded') return fail('gone');
      if (moved.value?.state === 'pending') {
        await show([moved.value], 'sending');
        void courier.flush();
      }
      return ok(null);
    },
    withdraw: async (id) => {
      if ((await failedNote(id)) === null) return ok(false);
      const withdrawn = await options.command({ do: 'note.discard', id });
      return withdrawn.ok ? ok(true) : withdrawn;
    },
    told: async (note) => {
      if (note.direction !== 'out' || note.status !== 'failed') return;
      const kept = await ledger.noteKept(note.id);
      if (!kept.ok || kept.value === null) return;
      // Its own answer may be slower than what became of it; and of one that has failed there may be other news later.
      const { state, error } = kept.value;
      if (state !== 'pending' && (state !== 'done' || error !== null)) return;
      const code = note.failure ?? 'internal';
      if (state === 'done') await ledger.noteMove(note.id, { from: ['done'], to: 'done', error: code });
      options.failed(kept.value, code);
    },
    flush: courier.flush,
    resume: async () => {
      for (const [state, status] of [
        ['pending', 'sending'],
        ['failed', 'failed'],
      ] as const) {
        const left = await ledger.notesIn(state);
        if (left.ok) await show(left.value, status);
      }
    },
  };
}

/** Where media cannot be had or handed over. Its way is another one than that of commands: that it is cut says nothing about the link, so it is tried again by itself. */
function judgeMedia(code: ErrorCode): 'never' | 'later' | 'held' {
  switch (code) {
    case 'gone':
    case 'damaged':
    case 'rejected':
    case 'invalid':
      return 'never';
    case 'offline':
    case 'timeout':
    case 'disk-full':
    case 'busy':
      return 'later';
    default:
      return 'held';
  }
}
