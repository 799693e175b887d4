/** The journal entries of a call's life: opened once, answered at most once, closed once. */
import type { CallDirection } from '#shared/contracts/identifiers.ts';
import type { CallOutcome, ContactEvent, ContactEventType } from '#shared/contracts/records.ts';
import { readRuleReason } from '#shared/domain/rules/rule-reason.ts';
import type { CallContext } from './call-context.ts';
import type { Verdict } from './call-verdict.ts';
import type { JournalEntry } from './journal-entry.ts';

export function opened({ call }: CallContext): readonly JournalEntry[] {
  return [
    {
      type: 'open',
      row: { ...call, answeredAt: null, endedAt: null, outcome: null, reason: null, hasRecording: false },
    },
  ];
}

export function answered({ call, answeredAt }: CallContext): readonly JournalEntry[] {
  return [{ type: 'update', callId: call.id, changes: { answeredAt } }];
}

/** The row's one final outcome, and the fact for the contact's record where this desktop is the one to state it. */
export function closed(context: CallContext, verdict: Verdict, endedAt: number): readonly JournalEntry[] {
  const { outcome, reason } = verdict;
  // Accepted, and then it turned out that nobody talked.
  const answer = context.answeredAt !== null && !isTalk(outcome) ? { answeredAt: null } : {};
  const type = factToTell(context, verdict);
  const fact = type === null ? {} : { event: contactEvent(context, verdict, type, endedAt) };
  const changes = { ...answer, endedAt, outcome, reason };
  return [{ type: 'update', callId: context.call.id, changes, ...fact }];
}

/** null: somebody else states the fact, or it was stated when the call rang before. */
export function factToTell({ call, settings, told }: CallContext, verdict: Verdict): ContactEventType | null {
  if (verdict.basis !== 'seen' && settings.mode === 'gateway') return null;
  const type = eventType(call.direction, verdict);
  return told.includes(type) ? null : type;
}

/** Outcomes of calls on which somebody may have talked. */
export const isTalk = (outcome: CallOutcome): boolean => outcome === 'answered' || outcome === 'interrupted';

function contactEvent(
  { call, answeredAt, settings }: CallContext,
  verdict: Verdict,
  type: ContactEventType,
  endedAt: number,
): ContactEvent {
  return {
    id: `${call.id}/${type}`,
    contactId: call.contactId,
    type,
    at: endedAt,
    callId: call.id,
    kind: call.kind,
    durationMs: answeredAt === null || !isTalk(verdict.outcome) ? null : Math.max(0, endedAt - answeredAt),
    agent: verdict.outcome === 'answered-elsewhere' ? verdict.reason : agentOf(type, settings.agentName),
  };
}

/** Nobody is to be named for a call that nobody took. */
const agentOf = (type: ContactEventType, agentName: string): string | null =>
  type === 'missed-call' ? null : agentName;

function eventType(direction: CallDirection, { outcome, reason }: Verdict): ContactEventType {
  switch (outcome) {
    case 'answered':
      return direction === 'user-initiated' ? 'answered-call' : 'outgoing-call';
    case 'missed':
      return 'missed-call';
    case 'declined':
      return 'declined-call';
    case 'answered-elsewhere':
      return 'answered-elsewhere';
    case 'refused':
      return readRuleReason(reason) === null ? 'outgoing-unanswered' : 'outgoing-refused';
    case 'no-answer':
    case 'cancelled':
      return 'outgoing-unanswered';
    case 'failed':
      return 'failed-call';
    case 'interrupted':
      return 'interrupted-call';
  }
}

/** The contact became known under another name while the call went on. */
export function renamed({ call }: CallContext): readonly JournalEntry[] {
  return [{ type: 'update', callId: call.id, changes: { name: call.name, phone: call.phone } }];
}
