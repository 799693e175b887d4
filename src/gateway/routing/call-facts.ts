import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { CallDirection, CallKind } from '#shared/contracts/identifiers.ts';
import type { ContactEvent, ContactEventType } from '#shared/contracts/records.ts';
import { type FollowUpFact, followUpFactOf } from '#shared/domain/follow-ups.ts';
import { unreachable } from '#shared/never.ts';
import type { ProviderRefusal } from '../connectors/connector.ts';
import type { Operation } from '../store/operations.ts';

/** What stays the same of a call from its first moment on. */
export interface CallIdentity {
  readonly callId: string;
  readonly contactId: string;
  readonly kind: CallKind;
  readonly direction: CallDirection;
}

/** How a call came out, as far as anybody wants to know later. */
export type CallResult =
  | { readonly outcome: 'answered'; readonly agent: string; readonly durationMs: number }
  /** By our own death: `answeredAt` by the world's clock, and how long it was up as far as is certain. */
  | {
      readonly outcome: 'interrupted';
      readonly agent: string | null;
      readonly answeredAt: number;
      readonly durationMs: number;
    }
  /** `missed`: nobody on the other side took it. */
  | { readonly outcome: 'missed' | 'failed'; readonly agent: string | null }
  /** A call of ours that the provider does not place, by a rule of its own. */
  | { readonly outcome: 'refused'; readonly agent: string; readonly said: ProviderRefusal };

/** The conversation's line about a call. */
function eventType(direction: CallDirection, outcome: CallResult['outcome']): ContactEventType {
  const ours = direction === 'business-initiated';
  switch (outcome) {
    case 'answered':
      return ours ? 'outgoing-call' : 'answered-call';
    case 'missed':
      return ours ? 'outgoing-unanswered' : 'missed-call';
    case 'refused':
      return 'outgoing-refused';
    case 'failed':
      return 'failed-call';
    case 'interrupted':
      return 'interrupted-call';
    default:
      return unreachable(outcome);
  }
}

/** The fact with the id that every desktop gives it too, so that it is kept once. */
export function contactEventOf(call: CallIdentity, result: CallResult, at: number): ContactEvent {
  const type = eventType(call.direction, result.outcome);
  return {
    id: `${call.callId}/${type}`,
    contactId: call.contactId,
    type,
    at,
    callId: call.callId,
    kind: call.kind,
    durationMs: 'durationMs' in result ? result.durationMs : null,
    agent: result.agent,
  };
}

/** Tells agents whose ringing stopped why it did. */
export const settledEvent = (
  { callId, contactId }: CallIdentity,
  outcome: 'answered' | 'missed' | 'failed',
  agentName: string | null,
): GatewayEvent => ({ type: 'call.settled', callId, contactId, outcome, agentName });

/** Somebody of the team and the contact talk: in the same breath as what makes it known. */
export const talkedOperation = (
  { callId, contactId, direction }: CallIdentity,
  at: number,
  by: { readonly id: string; readonly name: string },
): Operation => ({ do: 'follow-up.fact', fact: { fact: 'talked', callId, contactId, at, direction, by } });

/** A contact whose call found nobody is work for the team, also where it was the call that failed. */
export function followUpOperations(call: CallIdentity, event: ContactEvent): readonly Operation[] {
  const { callId, contactId, kind, direction } = call;
  const failed = event.type === 'failed-call' && direction === 'user-initiated';
  const fact: FollowUpFact | null = failed
    ? { fact: 'missed', callId, contactId, at: event.at, kind, outOfHours: false }
    : followUpFactOf(event);
  // Talks were noted when they began.
  return fact?.fact === 'missed' ? [{ do: 'follow-up.fact', fact }] : [];
}

/** What is written when a call is over; together, so that a crash leaves it open or closed but not half of each. */
export function closingOperations(call: CallIdentity, result: CallResult, at: number): readonly Operation[] {
  const fact = contactEventOf(call, result, at);
  const event: Operation = { do: 'event', event: { type: 'contact.event', event: fact } };
  const close: Operation = { do: 'call.close', callId: call.callId };
  const rangAgents = call.direction === 'user-initiated';
  if (!rangAgents || (result.outcome !== 'missed' && result.outcome !== 'failed')) return [event, close];
  const settled: Operation = { do: 'event', event: settledEvent(call, result.outcome, result.agent) };
  return [event, settled, ...followUpOperations(call, fact), close];
}
