import type { CallPhase, CallView, SessionSnapshot } from '#shared/contracts/session.ts';

export type CallMark = 'ringing' | 'dialing' | 'active';

const known = new WeakMap<readonly CallView[], ReadonlyMap<string, CallMark>>();

function markOf(phase: CallPhase): CallMark {
  if (phase === 'ringing') return phase;
  return phase === 'dialing' || phase === 'ringing-out' ? 'dialing' : 'active';
}

/** Which contacts are calling or in a call now; the same map for the same calls, so that it can be selected. */
export function callMarks({ calls }: SessionSnapshot): ReadonlyMap<string, CallMark> {
  const marks = known.get(calls) ?? new Map(calls.map(({ contactId, phase }) => [contactId, markOf(phase)] as const));
  known.set(calls, marks);
  return marks;
}
