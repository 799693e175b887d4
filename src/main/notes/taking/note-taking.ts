import { createActor } from 'xstate';
import type { PhoneCommand, PhoneToMain } from '#shared/contracts/phone.ts';
import type { CallRow } from '#shared/contracts/records.ts';
import type { CallView, NoteInProgress, UnansweredView } from '#shared/contracts/session.ts';
import { noteLimitMs } from '#shared/domain/notes.ts';
import { type ErrorCode, type Failure, fail, ok, type Result } from '#shared/result.ts';
import type { Clock } from '../../platform/clock.ts';
import type { MainLog } from '../../platform/log-port.ts';
import type { UnfinishedNote } from '../piece.ts';
import { type DraftFacts, type NoteEvent, type NoteSubject, noteMachine } from './note-machine.ts';
import { atRest, noteView, type Taking } from './note-view.ts';
import { peaksText } from './peaks-text.ts';
import { whyUnanswered } from './unanswered.ts';

/** Where notes are kept before and while they are sent. */
export interface NoteKeeping {
  /** Writes what was just recorded, in case the app dies before there is a draft. */
  readonly secure: (note: UnfinishedNote, data: Uint8Array) => void;
  /** Safe when it resolves, as far as this computer can keep secrets. */
  readonly keepDraft: (draft: NewDraft) => Promise<Result<{ readonly durationMs: number }>>;
  /** Durable when it resolves: sent exactly once, now or later. */
  readonly send: (noteId: string) => Promise<Result<null>>;
  readonly discard: (noteId: string) => Promise<Result<null>>;
  /** What was recorded and neither sent nor thrown away, oldest first. */
  readonly drafts: () => Promise<Result<readonly KeptDraft[]>>;
}

export interface KeptDraft extends NoteSubject, DraftFacts {
  /** When it was made. */
  readonly at: number;
}

export interface NewDraft extends NoteSubject {
  readonly mimeType: string;
  /** When it was recorded; absent: now. */
  readonly at?: number;
  /** What the recorder wrote, as it wrote it. */
  readonly live: Uint8Array;
  /** As in contracts/note.ts. */
  readonly peaks: string | null;
}

export interface NoteTakingOptions {
  readonly phone: (command: PhoneCommand) => Promise<Result<null>>;
  readonly keeping: NoteKeeping;
  /** What speaks against leaving this contact a note now; null: nothing. */
  readonly refusal: (contactId: string) => Promise<ErrorCode | null>;
  /** The unanswered call that a draft of an earlier life of the app is about. */
  readonly about: (draft: KeptDraft) => Promise<Pick<UnansweredView, 'name' | 'why' | 'at'>>;
  /** The agent wants to be offered notes, and the workspace has them. */
  readonly isWanted: () => boolean;
  readonly show: (parts: {
    readonly unanswered?: UnansweredView | null;
    readonly note?: NoteInProgress | null;
  }) => void;
  /** What was recorded, or was to be, is lost. @param isTold whoever asked for the recording is answered with it */
  readonly failed: (error: Failure, subject: NoteSubject, isTold: boolean) => void;
  readonly newId: () => string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: MainLog;
}

/** A call of ours was not answered: the prompt, and the note that comes of it. At most one of each. */
export function createNoteTaking(options: NoteTakingOptions) {
  const { phone, keeping, show, clock, log } = options;
  /** Calls that were placed here and now: what the journal says of older ones at a start is no occasion for a prompt. */
  const placed = new Set<string>();
  /** Notes of this life of the app: what becomes of them is in hand. */
  const begun = new Set<string>();
  /** Notes of which the phone window has not said yet whether it can record them. */
  const asked = new Set<string>();
  let unanswered: UnansweredView | null = null;
  let taking: Taking | null = null;
  let isLineTaken = false;
  let isLeaving = false;

  function prompt(next: UnansweredView | null): void {
    unanswered = next;
    show({ unanswered });
  }

  function begin(subject: NoteSubject, draft: DraftFacts | null): Taking {
    const actor = createActor(noteMachine, { input: { subject, draft } });
    const mine: Taking = { subject, actor };
    let before: string | null = null;
    actor.subscribe((snapshot) => {
      const state = String(snapshot.value);
      show({ note: snapshot.status === 'done' ? null : noteView(mine) });
      if (state === before) return;
      before = state;
      entered(mine, state);
    });
    taking = mine;
    begun.add(subject.noteId);
    actor.start();
    return mine;
  }

  /** What comes late, after a note's end, means nothing to it any more. */
  function tell({ actor }: Taking, event: NoteEvent): void {
    if (actor.getSnapshot().status === 'active') actor.send(event);
  }

  function chunk(mine: Taking, sequence: number, data: Uint8Array): void {
    const taken = mine.actor.getSnapshot().context.chunks.length;
    tell(mine, { type: 'chunk', sequence, data });
    const { chunks, mimeType, startedAt } = mine.actor.getSnapshot().context;
    if (chunks.length > taken) keeping.secure({ ...mine.subject, mimeType, at: startedAt ?? clock.now() }, data);
  }

  function entered(mine: Taking, state: string): void {
    const { noteId } = mine.subject;
    switch (state) {
      case 'stopping':
        void phone({ do: 'note.stop', noteId }).then((stopped) => {
          if (!stopped.ok) tell(mine, { type: 'failed', failure: stopped.error });
        });
        return;
      case 'keeping':
        void keep(mine);
        return;
      case 'discarded':
        void phone({ do: 'note.discard', noteId });
        void keeping.discard(noteId);
        over(mine);
        return;
      case 'failed': {
        const { failure } = mine.actor.getSnapshot().context;
        if (failure !== null) options.failed(failure, mine.subject, asked.has(noteId));
        // A recorder that is still waiting for its device must not begin behind everybody's back.
        void phone({ do: 'note.discard', noteId });
        over(mine);
        return;
      }
      case 'sent':
        over(mine);
        if (unanswered?.callId === mine.subject.callId) prompt(null);
        void takeUp();
        return;
      default:
    }
  }

  function over(mine: Taking): void {
    if (taking !== mine) return;
    taking = null;
    show({ note: null });
  }

  async function keep(mine: Taking): Promise<void> {
    const { chunks, mimeType, peaks } = mine.actor.getSnapshot().context;
    const live = new Uint8Array(Buffer.concat(chunks));
    const kept = await keeping.keepDraft({ ...mine.subject, mimeType, live, peaks });
    if (kept.ok) tell(mine, { type: 'kept', durationMs: kept.value.durationMs });
    else {
      log.error('a note could not be kept', { code: kept.error.code, detail: kept.error.detail });
      tell(mine, { type: 'keep.failed', failure: kept.error });
    }
    // Thrown away while it was being written.
    if (taking !== mine && mine.actor.getSnapshot().value === 'discarded') void keeping.discard(mine.subject.noteId);
  }

  /** A draft that nobody has sent or thrown away comes back with its prompt; of several the oldest one, the next when that is done with. */
  async function takeUp(): Promise<void> {
    const left = await keeping.drafts();
    const draft = left.ok ? left.value.find(({ noteId }) => !begun.has(noteId)) : undefined;
    if (draft === undefined) return;
    const { noteId, callId, contactId, kind, durationMs, peaks } = draft;
    const [about, refusal] = await Promise.all([options.about(draft), options.refusal(contactId)]);
    if (taking !== null || begun.has(noteId) || isLeaving || (unanswered !== null && unanswered.callId !== callId))
      return;
    prompt({ callId, contactId, kind, ...about, refusal });
    begin({ noteId, callId, contactId, kind }, { durationMs, peaks });
  }

  const current = (noteId: string): Taking | null => (taking?.subject.noteId === noteId ? taking : null);

  return {
    mayWrite: async (contactId: string): Promise<boolean> => (await options.refusal(contactId)) === null,
    /** Begins with the tap. Settles when the devices record or cannot, or when nobody waits for them any more: the next tap is a new one. */
    record: async (callId: string): Promise<Result<{ readonly noteId: string }>> => {
      if (unanswered?.callId !== callId) return fail('gone', 'no unanswered call with this id');
      if (taking !== null || isLineTaken || isLeaving) return fail('busy');
      if (unanswered.refusal !== null) return fail(unanswered.refusal);
      const { contactId, kind } = unanswered;
      const noteId = options.newId();
      const mine = begin({ noteId, callId, contactId, kind }, null);
      asked.add(noteId);
      const opening = phone({ do: 'note.record', noteId, kind, limitMs: noteLimitMs[kind] }).then((opened) => {
        if (!opened.ok) tell(mine, { type: 'failed', failure: opened.error });
      });
      await Promise.race([opening, atRest(mine.actor)]);
      asked.delete(noteId);
      const { value, context } = mine.actor.getSnapshot();
      // One that was thrown away before it began is as it was wanted.
      return value === 'failed' && context.failure !== null ? { ok: false, error: context.failure } : ok({ noteId });
    },
    stop: (noteId: string): Result<null> => {
      const mine = current(noteId);
      if (mine === null) return fail('gone');
      tell(mine, { type: 'stop' });
      return ok(null);
    },
    discard: (noteId: string): Result<null> => {
      const mine = current(noteId);
      if (mine === null) return fail('gone');
      if (mine.actor.getSnapshot().value === 'sending') return fail('busy', 'it is being sent');
      tell(mine, { type: 'discard' });
      return ok(null);
    },
    send: async (noteId: string): Promise<Result<null>> => {
      const mine = current(noteId);
      if (mine === null) return fail('gone');
      if (mine.actor.getSnapshot().value !== 'draft') return fail('busy');
      tell(mine, { type: 'send' });
      const sent = await keeping.send(noteId);
      tell(mine, sent.ok ? { type: 'sent' } : { type: 'send.failed', failure: sent.error });
      return sent;
    },
    dismissPrompt: (callId: string): Result<null> => {
      if (unanswered?.callId !== callId) return fail('gone');
      if (taking?.subject.callId === callId && taking.actor.getSnapshot().value !== 'sending')
        tell(taking, { type: 'discard' });
      prompt(null);
      void takeUp();
      return ok(null);
    },
    fromPhone: (message: PhoneToMain): void => {
      if (!('noteId' in message) || taking?.subject.noteId !== message.noteId) return;
      switch (message.type) {
        case 'note.started':
          tell(taking, { type: 'started', mimeType: message.mimeType, at: clock.now() });
          break;
        case 'note.chunk':
          chunk(taking, message.sequence, message.data);
          break;
        case 'note.stopped':
          tell(taking, { type: 'stopped', chunks: message.chunks, peaks: peaksText(message.peaks) });
          break;
        case 'note.failed':
          tell(taking, { type: 'failed', failure: message.error });
          break;
        default:
      }
    },
    phoneLost: (): void => {
      if (taking !== null) tell(taking, { type: 'phone.lost' });
    },
    /** The calls that are there now. */
    callsChanged: (calls: readonly CallView[]): void => {
      const line = calls.find(({ phase }) => phase !== 'ringing');
      isLineTaken = line !== undefined;
      if (line === undefined) return;
      if (line.direction === 'business-initiated') placed.add(line.id);
      // The agent talks now: what was recorded so far waits as a draft, the prompt of another call is past.
      if (taking !== null) tell(taking, { type: 'stop' });
      if (unanswered !== null && taking === null && unanswered.callId !== line.id) prompt(null);
    },
    /** Rows of the journal, as they stand now. */
    rowsChanged: (rows: readonly CallRow[]): void => {
      for (const row of rows) {
        if (row.endedAt === null || !placed.delete(row.id)) continue;
        const why = whyUnanswered(row);
        if (why !== null && options.isWanted()) void offer(row, why);
      }
    },
    /** The stores are open: what an earlier life of the app left comes back. */
    takeUp,
    /** The app ends. Settles when what was being recorded is kept as a draft, and what was being sent is in the outbox. */
    leave: async (): Promise<void> => {
      isLeaving = true;
      const mine = taking;
      if (mine === null) return;
      tell(mine, { type: 'stop' });
      await atRest(mine.actor);
    },
    /** Settings or workspace changed. */
    refresh: (): void => {
      if (unanswered !== null && taking === null && !options.isWanted()) prompt(null);
    },
  };

  async function offer(row: CallRow, why: UnansweredView['why']): Promise<void> {
    const { id: callId, contactId, name, kind } = row;
    const refusal = await options.refusal(contactId);
    // The agent is busy with the next call, or still with the note of an earlier one.
    if (isLineTaken || taking !== null) return;
    prompt({ callId, contactId, name, kind, why, at: row.endedAt ?? clock.now(), refusal });
  }
}

export type NoteTaking = ReturnType<typeof createNoteTaking>;
