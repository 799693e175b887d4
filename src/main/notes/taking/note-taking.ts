import { type Actor, createActor } from 'xstate';
import type { PhoneCommand, PhoneToMain } from '#shared/contracts/phone.ts';
import type { CallRow } from '#shared/contracts/records.ts';
import type { CallView, NoteInProgress, UnansweredView } from '#shared/contracts/session.ts';
import { noteLimitMs } from '#shared/domain/notes.ts';
import { type ErrorCode, fail, ok, type Result } from '#shared/result.ts';
import type { Clock } from '../../platform/clock.ts';
import type { MainLog } from '../../platform/log-port.ts';
import { type NoteSubject, noteMachine } from './note-machine.ts';
import { whyUnanswered } from './unanswered.ts';

/** Where notes are kept before and while they are sent. */
export interface NoteKeeping {
  /** Safe when it resolves, as far as this computer can keep secrets. */
  readonly keepDraft: (draft: NewDraft) => Promise<Result<{ readonly durationMs: number }>>;
  /** Durable when it resolves: sent exactly once, now or later. */
  readonly send: (noteId: string) => Promise<Result<null>>;
  readonly discard: (noteId: string) => Promise<Result<null>>;
}

export interface NewDraft extends NoteSubject {
  readonly mimeType: string;
  /** What the recorder wrote, as it wrote it. */
  readonly live: Uint8Array;
  /** null: not known */
  readonly peaks: Uint8Array | null;
}

export interface NoteTakingOptions {
  readonly phone: (command: PhoneCommand) => Promise<Result<null>>;
  readonly keeping: NoteKeeping;
  /** What speaks against leaving this contact a note now; null: nothing. */
  readonly refusal: (contactId: string) => Promise<ErrorCode | null>;
  /** The agent wants to be offered notes, and the workspace has them. */
  readonly isWanted: () => boolean;
  readonly show: (parts: {
    readonly unanswered?: UnansweredView | null;
    readonly note?: NoteInProgress | null;
  }) => void;
  readonly failed: (error: Extract<Result<never>, { ok: false }>['error']) => void;
  readonly newId: () => string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: MainLog;
}

interface Taking {
  readonly subject: NoteSubject;
  readonly actor: Actor<typeof noteMachine>;
}

/** A call of ours was not answered: the prompt, and the note that comes of it. At most one of each. */
export function createNoteTaking(options: NoteTakingOptions) {
  const { phone, keeping, show, clock, log } = options;
  /** Calls that were placed here and now: what the journal says of older ones at a start is no occasion for a prompt. */
  const placed = new Set<string>();
  let unanswered: UnansweredView | null = null;
  let taking: Taking | null = null;
  let isLineTaken = false;

  function prompt(next: UnansweredView | null): void {
    unanswered = next;
    show({ unanswered });
  }

  function begin(subject: NoteSubject): Taking {
    const actor = createActor(noteMachine, { input: subject });
    const mine: Taking = { subject, actor };
    let before: string | null = null;
    actor.subscribe((snapshot) => {
      const state = String(snapshot.value);
      show({ note: snapshot.status === 'done' ? null : viewOf(mine) });
      if (state === before) return;
      before = state;
      entered(mine, state);
    });
    taking = mine;
    actor.start();
    return mine;
  }

  function entered(mine: Taking, state: string): void {
    const { noteId } = mine.subject;
    switch (state) {
      case 'stopping':
        void phone({ do: 'note.stop', noteId }).then((stopped) => {
          if (!stopped.ok) mine.actor.send({ type: 'failed', failure: stopped.error });
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
        if (failure !== null) options.failed(failure);
        // A recorder that is still waiting for its device must not begin behind everybody's back.
        void phone({ do: 'note.discard', noteId });
        over(mine);
        return;
      }
      case 'sent':
        over(mine);
        if (unanswered?.callId === mine.subject.callId) prompt(null);
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
    if (kept.ok) mine.actor.send({ type: 'kept', durationMs: kept.value.durationMs });
    else {
      log.error('a note could not be kept', { code: kept.error.code, detail: kept.error.detail });
      mine.actor.send({ type: 'failed', failure: kept.error });
    }
    // Thrown away while it was being written.
    if (taking !== mine && mine.actor.getSnapshot().value === 'discarded') void keeping.discard(mine.subject.noteId);
  }

  const current = (noteId: string): Taking | null => (taking?.subject.noteId === noteId ? taking : null);

  return {
    mayWrite: async (contactId: string): Promise<boolean> => (await options.refusal(contactId)) === null,
    /** Begins with the tap. Settles when the devices record, or cannot. */
    record: async (callId: string): Promise<Result<{ readonly noteId: string }>> => {
      if (unanswered?.callId !== callId) return fail('gone', 'no unanswered call with this id');
      if (taking !== null || isLineTaken) return fail('busy');
      if (unanswered.refusal !== null) return fail(unanswered.refusal);
      const { contactId, kind } = unanswered;
      const noteId = options.newId();
      const mine = begin({ noteId, callId, contactId, kind });
      const opened = await phone({ do: 'note.record', noteId, kind, limitMs: noteLimitMs[kind] });
      if (opened.ok) return ok({ noteId });
      mine.actor.send({ type: 'failed', failure: opened.error });
      return opened;
    },
    stop: (noteId: string): Result<null> => {
      const mine = current(noteId);
      if (mine === null) return fail('gone');
      mine.actor.send({ type: 'stop' });
      return ok(null);
    },
    discard: (noteId: string): Result<null> => {
      const mine = current(noteId);
      if (mine === null || mine.actor.getSnapshot().value === 'sending') return fail('gone');
      mine.actor.send({ type: 'discard' });
      return ok(null);
    },
    send: async (noteId: string): Promise<Result<null>> => {
      const mine = current(noteId);
      if (mine === null || mine.actor.getSnapshot().value !== 'draft') return fail('gone');
      mine.actor.send({ type: 'send' });
      const sent = await keeping.send(noteId);
      mine.actor.send(sent.ok ? { type: 'sent' } : { type: 'failed', failure: sent.error });
      return sent;
    },
    dismissPrompt: (callId: string): Result<null> => {
      if (unanswered?.callId !== callId) return fail('gone');
      if (taking?.subject.callId === callId && taking.actor.getSnapshot().value !== 'sending')
        taking.actor.send({ type: 'discard' });
      prompt(null);
      return ok(null);
    },
    fromPhone: (message: PhoneToMain): void => {
      if (!('noteId' in message) || taking?.subject.noteId !== message.noteId) return;
      const { actor } = taking;
      switch (message.type) {
        case 'note.started':
          actor.send({ type: 'started', mimeType: message.mimeType, at: clock.now() });
          break;
        case 'note.chunk':
          actor.send({ type: 'chunk', sequence: message.sequence, data: message.data });
          break;
        case 'note.stopped':
          actor.send({ type: 'stopped', chunks: message.chunks, peaks: message.peaks });
          break;
        case 'note.failed':
          actor.send({ type: 'failed', failure: message.error });
          break;
        default:
      }
    },
    phoneLost: (): void => taking?.actor.send({ type: 'phone.lost' }),
    /** The calls that are there now. */
    callsChanged: (calls: readonly CallView[]): void => {
      const line = calls.find(({ phase }) => phase !== 'ringing');
      isLineTaken = line !== undefined;
      if (line === undefined) return;
      if (line.direction === 'business-initiated') placed.add(line.id);
      // The agent talks now: what was recorded so far waits as a draft, the prompt of another call is past.
      taking?.actor.send({ type: 'stop' });
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

function viewOf({ subject, actor }: Taking): NoteInProgress {
  const { value, context } = actor.getSnapshot();
  const { startedAt, durationMs } = context;
  return { ...subject, phase: phaseOf(String(value)), startedAt, durationMs, limitMs: noteLimitMs[subject.kind] };
}

function phaseOf(state: string): NoteInProgress['phase'] {
  if (state === 'waiting' || state === 'recording') return state;
  return state === 'draft' || state === 'sending' ? 'draft' : 'stopping';
}

export type NoteTaking = ReturnType<typeof createNoteTaking>;
