/** The life of the note that is being made, from the tap to the outbox. Effects are left to whoever listens to the states. */
import { assign, setup } from 'xstate';
import type { CallKind } from '#shared/contracts/identifiers.ts';
import { noteLimitMs } from '#shared/domain/notes.ts';
import type { Failure } from '#shared/result.ts';

export interface NoteSubject {
  readonly noteId: string;
  readonly callId: string;
  readonly contactId: string;
  readonly kind: CallKind;
}

/** What an earlier life of the app left, or this one has made. `peaks` as in contracts/note.ts. */
export interface DraftFacts {
  readonly durationMs: number;
  readonly peaks: string | null;
}

export interface NoteInput {
  readonly subject: NoteSubject;
  /** null: it is still to be recorded */
  readonly draft: DraftFacts | null;
}

interface NoteContext {
  readonly subject: NoteSubject;
  /** By the clock on the wall. */
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  readonly mimeType: string;
  readonly chunks: readonly Uint8Array[];
  /** As in contracts/note.ts. */
  readonly peaks: string | null;
  readonly failure: Failure | null;
}

export type NoteEvent =
  | { readonly type: 'started'; readonly mimeType: string; readonly at: number }
  | { readonly type: 'chunk'; readonly sequence: number; readonly data: Uint8Array }
  | { readonly type: 'stop' }
  | { readonly type: 'stopped'; readonly chunks: number; readonly peaks: string | null }
  /** The recorder: means nothing any more once all was recorded. */
  | { readonly type: 'failed'; readonly failure: Failure }
  /** The phone window is gone: what has arrived is kept. */
  | { readonly type: 'phone.lost' }
  | { readonly type: 'kept'; readonly durationMs: number }
  | { readonly type: 'keep.failed'; readonly failure: Failure }
  | { readonly type: 'send' }
  | { readonly type: 'sent' }
  | { readonly type: 'send.failed'; readonly failure: Failure }
  | { readonly type: 'discard' };

/** A device may ask the person; beyond that nobody waits. */
const waitLimitMs = 20_000;
/** The recorder hands over its last chunk within moments. */
const stopLimitMs = 5_000;
/** The recorder ends by itself at the limit; one that does not is stopped. */
const overtimeMs = 3_000;

/**
 * ```
 * waiting ──started──► recording ──stop, overtime──► stopping ──stopped──► keeping ──kept──► draft ──send──► sending ──sent──► sent
 *    │                     └──────── stopped, phone.lost ───────────────────▲  │              ▲───────send.failed──┘
 *    └──failed, phone.lost, nothing arrived──► failed ◄────────keep.failed─────┘
 * ```
 * `discard` ends it anywhere but in `sending`: what the outbox has is sent. A draft that an earlier life of the app left begins as one.
 */
export const noteMachine = setup({
  types: {} as { context: NoteContext; events: NoteEvent; input: NoteInput },
  delays: {
    waitLimitMs,
    stopLimitMs,
    recordLimitMs: ({ context }) => noteLimitMs[context.subject.kind] + overtimeMs,
  },
  guards: {
    isNext: ({ context, event }) => event.type === 'chunk' && event.sequence === context.chunks.length,
    isWhole: ({ context, event }) =>
      event.type === 'stopped' && event.chunks === context.chunks.length && event.chunks > 0,
    isDraft: ({ context }) => context.durationMs !== null,
    isLost: ({ event }) => event.type === 'send.failed' && event.failure.code === 'gone',
    hasSound: ({ context }) => context.chunks.length > 0,
  },
  actions: {
    begin: assign(({ event }) => (event.type === 'started' ? { startedAt: event.at, mimeType: event.mimeType } : {})),
    take: assign(({ context, event }) => (event.type === 'chunk' ? { chunks: [...context.chunks, event.data] } : {})),
    outline: assign(({ event }) => (event.type === 'stopped' ? { peaks: event.peaks } : {})),
    measure: assign(({ event }) =>
      // The media is in safe keeping now.
      event.type === 'kept' ? { durationMs: event.durationMs, chunks: [] } : {},
    ),
    blame: assign(({ event }) => ('failure' in event ? { failure: event.failure } : {})),
    blameTime: assign({ failure: { code: 'timeout' } as Failure }),
    blameMedia: assign({ failure: { code: 'media', detail: 'nothing was recorded' } as Failure }),
  },
}).createMachine({
  id: 'note',
  context: ({ input }) => ({
    subject: input.subject,
    startedAt: null,
    durationMs: input.draft?.durationMs ?? null,
    mimeType: '',
    chunks: [],
    peaks: input.draft?.peaks ?? null,
    failure: null,
  }),
  initial: 'beginning',
  states: {
    beginning: { always: [{ guard: 'isDraft', target: 'draft' }, { target: 'waiting' }] },
    waiting: {
      after: { waitLimitMs: { target: 'failed', actions: 'blameTime' } },
      on: {
        started: { target: 'recording', actions: 'begin' },
        failed: { target: 'failed', actions: 'blame' },
        'phone.lost': { target: 'failed', actions: 'blameMedia' },
        stop: 'discarded',
        discard: 'discarded',
      },
    },
    recording: {
      after: { recordLimitMs: 'stopping' },
      on: {
        chunk: { guard: 'isNext', actions: 'take' },
        stop: 'stopping',
        stopped: [{ guard: 'isWhole', target: 'keeping', actions: 'outline' }, { target: 'cut' }],
        failed: { target: 'cut', actions: 'blame' },
        'phone.lost': 'cut',
        discard: 'discarded',
      },
    },
    stopping: {
      after: { stopLimitMs: 'cut' },
      on: {
        chunk: { guard: 'isNext', actions: 'take' },
        stopped: [{ guard: 'isWhole', target: 'keeping', actions: 'outline' }, { target: 'cut' }],
        failed: { target: 'cut', actions: 'blame' },
        'phone.lost': 'cut',
        discard: 'discarded',
      },
    },
    /** Something went wrong on the way: what has arrived is a note all the same. */
    cut: {
      always: [
        { guard: 'hasSound', target: 'keeping' },
        { target: 'failed', actions: 'blameMedia' },
      ],
    },
    keeping: {
      on: {
        kept: { target: 'draft', actions: 'measure' },
        'keep.failed': { target: 'failed', actions: 'blame' },
        discard: 'discarded',
      },
    },
    draft: { on: { send: 'sending', discard: 'discarded' } },
    sending: {
      on: {
        sent: 'sent',
        // It was thrown away elsewhere: there is nothing left to try again with.
        'send.failed': [{ guard: 'isLost', target: 'failed', actions: 'blame' }, { target: 'draft' }],
      },
    },
    sent: { type: 'final' },
    failed: { type: 'final' },
    discarded: { type: 'final' },
  },
});
