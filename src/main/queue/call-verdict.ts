/** How a call came out: pure rules from what ended it to the journal's outcome. */

import type { CallDirection } from '#shared/contracts/identifiers.ts';
import type { PhoneEvent } from '#shared/contracts/phone.ts';
import type { CallOutcome } from '#shared/contracts/records.ts';
import { readRuleReason } from '#shared/domain/rules/rule-reason.ts';
import type { ErrorCode } from '#shared/result.ts';

export interface Verdict {
  readonly outcome: CallOutcome;
  readonly reason: string | null;
  /**
   * `seen`: this desktop knows that the call is over for everybody, and states it as a fact about the contact.
   * `told`: over for this desktop, while others may still take it or somebody has (a colleague, the gateway); the gateway states the fact.
   * `guessed`: given up here, while for all we know it rings on for others; the gateway states the fact, and the call rings again where it
   * is offered again. The ledger tells it by outcome and reason (store/guessed-outcome.ts).
   * With a PBX nobody else states anything, so this desktop always does.
   */
  readonly basis: 'seen' | 'told' | 'guessed';
}

/** Why a call was ended from inside the desktop. */
export type Cut =
  | 'phone-lost'
  | 'shutdown'
  | 'ring-timeout'
  | 'grace-timeout'
  | 'answer-timeout'
  | 'dial-timeout'
  | 'agent';

/** What counts for the outcome: which way the call went and how far it came. */
export interface Progress {
  readonly direction: CallDirection;
  /** Answered at SIP level. */
  readonly accepted: boolean;
  /** Media flowed: only then did anybody talk. */
  readonly heard: boolean;
}

/** The phone window reports the end of a call (contracts/phone.ts `call.ended`). */
export function verdictOfEnd(progress: Progress, end: PhoneEvent<'call.ended'>): Verdict {
  if (progress.accepted && progress.heard) return talkedEnd(end);
  if (progress.accepted) return unheardEnd(progress, end);
  return progress.direction === 'user-initiated' ? incomingEnd(end) : outgoingEnd(end);
}

const talkedEnd = (end: PhoneEvent<'call.ended'>): Verdict => ({
  outcome: 'answered',
  reason: end.cause === 'hangup' ? null : describe(end),
  basis: 'seen',
});

/**
 * Accepted, and over before anything was heard. Answer and the contact's giving up, or a colleague's answer, passed each other: a
 * gateway takes the loser's 200 OK and says BYE at once (RFC 3261 13.3.1.4 and 16.7). That contact was not spoken to.
 */
function unheardEnd({ direction }: Progress, end: PhoneEvent<'call.ended'>): Verdict {
  const isIncoming = direction === 'user-initiated';
  if (end.by === 'system') return { outcome: 'failed', reason: describe(end), basis: isIncoming ? 'guessed' : 'seen' };
  if (end.by === 'local' || !isIncoming) return talkedEnd(end);
  return end.cause === 'elsewhere'
    ? { outcome: 'answered-elsewhere', reason: null, basis: 'told' }
    : { outcome: 'missed', reason: describe(end), basis: 'told' };
}

function incomingEnd(end: PhoneEvent<'call.ended'>): Verdict {
  switch (end.cause) {
    case 'elsewhere':
      return { outcome: 'answered-elsewhere', reason: null, basis: 'told' };
    case 'cancelled':
    case 'no-answer':
      return { outcome: 'missed', reason: null, basis: 'seen' };
    case 'hangup':
      return end.by === 'remote'
        ? { outcome: 'missed', reason: null, basis: 'seen' }
        : { outcome: 'failed', reason: describe(end), basis: 'guessed' };
    case 'declined':
    case 'busy':
    case 'unreachable':
    case 'refused':
    case 'media':
    case 'connection':
    case 'internal':
      return { outcome: 'failed', reason: describe(end), basis: 'guessed' };
  }
}

function outgoingEnd(end: PhoneEvent<'call.ended'>): Verdict {
  switch (end.cause) {
    case 'declined':
    case 'busy':
    case 'refused':
      return { outcome: 'refused', reason: describe(end), basis: 'seen' };
    case 'no-answer':
      return { outcome: 'no-answer', reason: null, basis: 'seen' };
    case 'unreachable': {
      // A fault of the provider that it has a name for: the call has not reached the contact, who so has not left it unanswered.
      const outcome = readRuleReason(end.reason) === null ? 'no-answer' : 'failed';
      return { outcome, reason: describe(end), basis: 'seen' };
    }
    case 'hangup':
      return end.by === 'remote'
        ? { outcome: 'no-answer', reason: describe(end), basis: 'seen' }
        : { outcome: 'cancelled', reason: null, basis: 'seen' };
    case 'cancelled':
      return { outcome: 'cancelled', reason: null, basis: 'seen' };
    case 'elsewhere':
    case 'media':
    case 'connection':
    case 'internal':
      return { outcome: 'failed', reason: describe(end), basis: 'seen' };
  }
}

/** Something on this desktop ends the call, or gives it up. */
export function verdictOfCut(progress: Progress, cut: Cut): Verdict {
  if (cut === 'phone-lost') return { outcome: 'interrupted', reason: cut, basis: 'seen' };
  if (progress.accepted) return { outcome: 'answered', reason: cut === 'agent' ? null : cut, basis: 'seen' };
  if (progress.direction === 'business-initiated') {
    if (cut === 'agent') return { outcome: 'cancelled', reason: null, basis: 'seen' };
    if (cut === 'ring-timeout') return { outcome: 'no-answer', reason: null, basis: 'seen' };
    return { outcome: cut === 'shutdown' ? 'cancelled' : 'failed', reason: cut, basis: 'seen' };
  }
  if (cut === 'agent') return { outcome: 'declined', reason: null, basis: 'told' };
  return { outcome: cut === 'answer-timeout' ? 'failed' : 'missed', reason: cut, basis: 'guessed' };
}

/** The gateway says how the call came out for the whole workspace (contracts/agent.ts `call.settled`). */
export function verdictOfSettled(
  outcome: 'answered' | 'missed' | 'declined' | 'failed',
  agentName: string | null,
): Verdict {
  return outcome === 'answered'
    ? { outcome: 'answered-elsewhere', reason: agentName, basis: 'told' }
    : { outcome, reason: null, basis: 'told' };
}

/** The phone window could not do what the call needs. */
export function verdictOfFailure(code: ErrorCode): Verdict {
  return { outcome: 'failed', reason: code, basis: 'seen' };
}

function describe({ cause, status, reason }: PhoneEvent<'call.ended'>): string {
  const named = status === null ? cause : `${cause} ${status}`;
  return reason === null || reason === '' ? named : `${named}: ${reason}`;
}
