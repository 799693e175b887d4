import type { ActorRef, Snapshot } from 'xstate';
import type { CallDirection, CallKind } from '#shared/contracts/identifiers.ts';
import type { PhoneCommand, PhoneEvent, PlaceTarget } from '#shared/contracts/phone.ts';
import type { CallOutcome, Contact, ContactEventType } from '#shared/contracts/records.ts';
import type { CallView } from '#shared/contracts/session.ts';
import type { Failure } from '#shared/result.ts';
import { noRecording, type RecordingTrack } from './call-recording.ts';
import type { Verdict } from './call-verdict.ts';
import type { EffectsRef } from './effects.ts';
import type { QueueSettings, QueueTimings } from './settings.ts';

export interface CallFacts {
  readonly id: string;
  readonly contactId: string;
  readonly name: string;
  readonly phone: string | null;
  readonly kind: CallKind;
  readonly direction: CallDirection;
  /** When it was offered or placed. */
  readonly startedAt: number;
}

/** What a call shares with the queue and every other call. */
export interface CallEnvironment {
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds since some start, sleep included; never jumps. */
  readonly sinceBoot: () => number;
  readonly effects: EffectsRef;
  readonly timings: QueueTimings;
}

/** To the queue: a call that was being answered waits again, the line is free. */
export interface LineReleased {
  readonly type: 'line.released';
  readonly callId: string;
}

export interface CallInput {
  readonly call: CallFacts;
  /** Where to place the call; null: it came in. */
  readonly target: PlaceTarget | null;
  /** Facts about this call that were stated before it was offered again: each is stated once. */
  readonly told: readonly ContactEventType[];
  readonly settings: QueueSettings;
  readonly environment: CallEnvironment;
  /** Whose line the call is on. */
  readonly queue: ActorRef<Snapshot<unknown>, LineReleased>;
}

export interface CallContext extends CallInput {
  /** When it was offered or placed, by `sinceBoot`. */
  readonly begunAt: number;
  readonly answeredAt: number | null;
  readonly muted: boolean;
  readonly media: 'connecting' | 'flowing' | 'interrupted';
  readonly quality: number | null;
  /** null: a voice call. */
  readonly pictures: CallView['pictures'];
  /** The agent wants to be seen from the start. */
  readonly camera: boolean;
  /** The far end takes reactions. */
  readonly reactions: boolean;
  readonly recording: RecordingTrack;
  /** Grows with each Answer. */
  readonly attempt: number;
  /** What the gateway said about the call while we were answering or had just answered: perhaps about us, perhaps about another. */
  readonly settled: { readonly outcome: SettledOutcome; readonly agentName: string | null } | null;
  /** The socket over which the call came is up, as far as anybody said. */
  readonly isConnected: boolean;
  /** The phone window waited in vain for a new offer and ended the session: no long grace any more. */
  readonly isGivenUp: boolean;
  /** Known from the moment on when the call is on its way to its end. */
  readonly verdict: Verdict | null;
}

export type SettledOutcome = 'answered' | 'missed' | 'declined' | 'failed';

/** What the agent asks of one call; the queue machine has checked that it can be done now. Answer is not among them: it takes the line. */
export type CallRequest =
  | { readonly type: 'agent.decline' }
  | { readonly type: 'agent.end' }
  | { readonly type: 'agent.mute'; readonly on: boolean }
  | { readonly type: 'agent.hold'; readonly on: boolean }
  | { readonly type: 'agent.dtmf'; readonly tones: string }
  | { readonly type: 'agent.record'; readonly on: boolean };

/** The phone window, or the way to it, could not do what we asked. */
export interface PhoneFailure {
  readonly type: 'phone.failed';
  readonly command: PhoneCommand;
  readonly attempt: number;
  readonly error: Failure;
}

export type CallEvent =
  | { readonly type: 'agent.answer'; readonly camera: boolean }
  | CallRequest
  | PhoneEvent<'call.offered'>
  | PhoneEvent<'call.ringing'>
  | PhoneEvent<'call.accepted'>
  | PhoneEvent<'call.media'>
  | PhoneEvent<'call.held'>
  | PhoneEvent<'call.muted'>
  | PhoneEvent<'call.quality'>
  | PhoneEvent<'call.pictures'>
  | PhoneEvent<'call.takesReactions'>
  | PhoneEvent<'call.ended'>
  | PhoneEvent<'record.started'>
  | PhoneEvent<'record.stopped'>
  | PhoneEvent<'record.failed'>
  | PhoneFailure
  | { readonly type: 'settled'; readonly outcome: SettledOutcome; readonly agentName: string | null }
  | { readonly type: 'connection.lost' }
  | { readonly type: 'connection.back' }
  /** The phone window died: every SIP session it held is gone. */
  | { readonly type: 'phone.lost' }
  /** The gateway lost its dialogs: what rang there rings no more, unless it is offered again. */
  | { readonly type: 'gateway.restarted' }
  | { readonly type: 'resume' }
  | { readonly type: 'shutdown' }
  | { readonly type: 'settings'; readonly settings: QueueSettings }
  | { readonly type: 'contact'; readonly contact: Contact };

export interface CallOutput {
  readonly callId: string;
  readonly outcome: CallOutcome;
  /** Both sides were connected: after-call work follows. */
  readonly talked: boolean;
  readonly recordingId: string | null;
  /** Given up on this side only: for all we know it rings on at the gateway. */
  readonly mayStillRing: boolean;
  /** The facts stated about it so far. */
  readonly told: readonly ContactEventType[];
}

export const noPictures = (kind: CallKind): CallView['pictures'] =>
  kind === 'video' ? { own: 'off', contact: false } : null;

/** The context a call starts with. */
export function callContext(input: CallInput): CallContext {
  return {
    ...input,
    begunAt: input.environment.sinceBoot(),
    answeredAt: null,
    muted: false,
    media: 'connecting',
    quality: null,
    pictures: noPictures(input.call.kind),
    // A video call is placed to be seen.
    camera: input.target !== null && input.call.kind === 'video',
    reactions: false,
    recording: noRecording,
    attempt: 0,
    settled: null,
    isConnected: true,
    isGivenUp: false,
    verdict: null,
  };
}
