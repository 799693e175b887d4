/** The rules, asked from what a desktop knows of a contact: main refuses by them, the window explains with them. */
import type { CallingState } from '../../contracts/calling.ts';
import type { CallingFacts } from '../../contracts/ui-replies.ts';
import type { Verdict } from './decide.ts';
import { type CallsRemaining, evaluateCall } from './evaluate-call.ts';
import { evaluatePermissionRequest, type RequestsRemaining } from './evaluate-permission-request.ts';
import { ruleProfile } from './profiles.ts';

/** Of a contact of whom the gateway has told nothing: what is known of the channel and the number still refuses. */
const untold: CallingState = {
  permission: { status: 'granted', since: null, until: null, automatic: false },
  waiting: null,
  askAgainAt: null,
  requestLimits: [],
  callLimits: [],
  providerRefuses: { request: false, call: false },
  serviceWindowUntil: null,
  replyNeeded: false,
  unanswered: 0,
};

/** The instant by the clock that the gateway judges by. @param now by this computer's */
export const gatewayNow = ({ clockAheadMs }: Pick<CallingFacts, 'clockAheadMs'>, now: number): number =>
  now + clockAheadMs;

/** @param now by this computer's clock */
export function judgeCall(facts: CallingFacts, now: number): Verdict<CallsRemaining> {
  const { channel, number, state, rate, profile } = facts;
  return evaluateCall(
    // Whoever is in a call already is told so by the queue, which knows it better.
    { channel, contactNumber: number, state: state ?? untold, inCall: false, rate },
    ruleProfile(profile),
    gatewayNow(facts, now),
  );
}

/** null: nothing is known that could be asked for. @param now by this computer's clock */
export function judgeRequest(facts: CallingFacts, now: number): Verdict<RequestsRemaining> | null {
  const { channel, number, state, profile } = facts;
  if (state === null) return null;
  return evaluatePermissionRequest(
    { channel, contactNumber: number, state, via: 'message' },
    ruleProfile(profile),
    gatewayNow(facts, now),
  );
}
