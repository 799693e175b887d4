import type { KeptDraft, NewDraft } from '../../../src/main/notes/taking/note-taking.ts';
import { createNoteTaking } from '../../../src/main/notes/taking/note-taking.ts';
import type { PhoneCommand } from '../../../src/shared/contracts/phone.ts';
import type { CallRow } from '../../../src/shared/contracts/records.ts';
import type { CallView, NoteInProgress, UnansweredView } from '../../../src/shared/contracts/session.ts';
import { type ErrorCode, type Failure, ok, type Result } from '../../../src/shared/result.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

export const row = (changes: Partial<CallRow> = {}): CallRow => ({
  id: 'c1',
  contactId: 'anna',
  name: 'Anna Bianchi',
  phone: '+393331234567',
  direction: 'business-initiated',
  kind: 'voice',
  startedAt: 1_000,
  answeredAt: null,
  endedAt: 31_000,
  outcome: 'no-answer',
  reason: null,
  hasRecording: false,
  ...changes,
});

export const placed = (id = 'c1'): CallView => ({
  id,
  contactId: 'anna',
  name: 'Anna Bianchi',
  phone: null,
  kind: 'voice',
  direction: 'business-initiated',
  phase: 'ringing-out',
  startedAt: 1_000,
  answeredAt: null,
  refusal: null,
  muted: false,
  recording: 'off',
  pictures: null,
  reactions: false,
  media: 'connecting',
  quality: null,
});

/** Note taking with a phone window, a shelf and an outbox that do as they are told. */
export function harness(
  given: {
    refusal?: ErrorCode;
    wanted?: boolean;
    opened?: Result<null>;
    kept?: Result<{ durationMs: number }>;
    sends?: Result<null>;
    left?: readonly KeptDraft[];
  } = {},
) {
  const commands: PhoneCommand[] = [];
  const drafts: NewDraft[] = [];
  const secured: (readonly [string, readonly number[]])[] = [];
  const sent: string[] = [];
  const discarded: string[] = [];
  const failures: Failure[] = [];
  const lost: string[] = [];
  const shown: { unanswered: UnansweredView | null; note: NoteInProgress | null } = { unanswered: null, note: null };
  let ids = 0;
  let answer: Result<null> | Promise<Result<null>> = given.opened ?? ok(null);
  const taking = createNoteTaking({
    phone: (command) => {
      commands.push(command);
      return command.do === 'note.record' ? Promise.resolve(answer) : Promise.resolve(ok(null));
    },
    keeping: {
      secure: ({ noteId }, data) => secured.push([noteId, [...data]]),
      keepDraft: (draft) => {
        drafts.push(draft);
        return Promise.resolve(given.kept ?? ok({ durationMs: 4_980 }));
      },
      send: (id) => {
        sent.push(id);
        return Promise.resolve(given.sends ?? ok(null));
      },
      discard: (id) => {
        discarded.push(id);
        return Promise.resolve(ok(null));
      },
      drafts: () => Promise.resolve(ok(given.left ?? [])),
    },
    about: ({ at }) => Promise.resolve({ name: 'Anna Bianchi', why: 'declined', at }),
    refusal: () => Promise.resolve(given.refusal ?? null),
    isWanted: () => given.wanted ?? true,
    show: (parts) => Object.assign(shown, parts),
    failed: (failure, _subject, isTold) => {
      failures.push(failure);
      if (!isTold) lost.push(failure.code);
    },
    newId: () => {
      ids += 1;
      return `n${ids}`;
    },
    clock: { now: () => 40_000 },
    log: memoryLog(),
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  /** A call of ours rings and is not answered. */
  const unanswered = async (changes: Partial<CallRow> = {}): Promise<void> => {
    taking.callsChanged([placed(changes.id)]);
    taking.callsChanged([]);
    taking.rowsChanged([row(changes)]);
    await settle();
  };
  const chunk = (sequence: number, noteId = 'n1') =>
    taking.fromPhone({ type: 'note.chunk', noteId, sequence, data: Uint8Array.of(sequence, 7) });
  const started = (noteId = 'n1') =>
    taking.fromPhone({ type: 'note.started', noteId, mimeType: 'audio/webm;codecs=opus' });
  const stopped = (chunks: number, noteId = 'n1') =>
    taking.fromPhone({ type: 'note.stopped', noteId, chunks, durationMs: 5_000, peaks: Uint8Array.of(1, 2) });
  return {
    taking,
    commands,
    drafts,
    secured,
    sent,
    discarded,
    failures,
    lost,
    shown,
    settle,
    unanswered,
    chunk,
    started,
    stopped,
    refuseDevices: (refusal: Result<null> | Promise<Result<null>>) => {
      answer = refusal;
    },
  };
}
