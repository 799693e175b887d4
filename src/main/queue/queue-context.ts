import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { PhoneEvent, PlaceTarget } from '#shared/contracts/phone.ts';
import type { Contact, Presence } from '#shared/contracts/records.ts';
import type { Failure } from '#shared/result.ts';
import type { CallEnvironment, CallFacts, CallOutput, CallRequest, LineReleased } from './call-context.ts';
import type { CallRef } from './call-machine.ts';
import type { Memory } from './memory.ts';
import type { QueueSettings } from './settings.ts';

export interface QueueInput {
  readonly settings: QueueSettings;
  readonly presence: Presence;
  readonly environment: CallEnvironment;
}

/** What is kept of a call that is over, for what comes late. */
export type EndedCall = Pick<CallOutput, 'outcome' | 'recordingId' | 'mayStillRing' | 'told'>;

export interface QueueContext extends QueueInput {
  /** By call id, oldest first. */
  readonly calls: ReadonlyMap<string, CallRef>;
  /** The one call that is answering, outgoing, up or ending. */
  readonly holder: string | null;
  readonly ended: Memory<EndedCall>;
  /** Calls that the gateway declared over before, or without, being offered here. */
  readonly settled: Memory<true>;
  readonly wrapUpUntil: number | null;
  /** The SIP socket is up: a re-INVITE comes through. */
  readonly connected: boolean;
  /** The SIP account is registered: calls can be placed. */
  readonly registered: boolean;
}

export type QueueEvent =
  /** A call that the queue does not know. */
  | { readonly type: 'offer'; readonly call: CallFacts }
  /** These two only for calls that the queue does not know (any more). */
  | PhoneEvent<'call.accepted'>
  | PhoneEvent<'record.started'>
  | Extract<GatewayEvent, { type: 'call.settled' }>
  | PhoneEvent<'registration'>
  | { readonly type: 'agent.answer'; readonly callId: string; readonly camera: boolean }
  | { readonly type: 'agent.place'; readonly call: CallFacts; readonly target: PlaceTarget }
  | { readonly type: 'agent.request'; readonly callId: string; readonly request: CallRequest }
  | { readonly type: 'agent.presence'; readonly presence: Presence }
  | { readonly type: 'agent.finishWrapUp' }
  | { readonly type: 'phone.lost' }
  | { readonly type: 'gateway.restarted' }
  | { readonly type: 'resume' }
  | { readonly type: 'shutdown' }
  | { readonly type: 'settings'; readonly settings: QueueSettings }
  | { readonly type: 'contact'; readonly contact: Contact }
  | LineReleased
  | CallDone
  | CallBroke;

export interface CallDone {
  readonly type: `xstate.done.actor.${string}`;
  readonly output: CallOutput;
  readonly actorId: string;
}

export interface CallBroke {
  readonly type: `xstate.error.actor.${string}`;
  readonly error: unknown;
  readonly actorId: string;
}

/** Emitted for each agent event that cannot be done, during the very `send` that brought it. */
export interface Refused {
  readonly type: 'refused';
  readonly failure: Failure;
}

/**
 * Actor ids are places that later calls use again, never call ids: xstate keeps what it looked up for each event type, and the
 * type of `xstate.done.actor.ID` would be a new one with every call, for as long as the application runs.
 */
export function freePlace(calls: QueueContext['calls']): string {
  const taken = new Set(Array.from(calls.values(), ({ id }) => id));
  for (let place = 0; ; place += 1) if (!taken.has(`call-${place}`)) return `call-${place}`;
}

export function callAt(calls: QueueContext['calls'], actorId: string): readonly [string, CallRef] | undefined {
  for (const entry of calls) if (entry[1].id === actorId) return entry;
  return undefined;
}
