import type { CallView, SessionSnapshot } from '#shared/contracts/ui.ts';

export type CallMark = 'ringing' | 'active';

const known = new WeakMap<readonly CallView[], ReadonlyMap<string, CallMark>>();

/** Which contacts are calling or in a call now; the same map for the same calls, so that it can be selected. */
export function callMarks({ calls }: SessionSnapshot): ReadonlyMap<string, CallMark> {
  const marks =
    known.get(calls) ??
    new Map(calls.map((call) => [call.contactId, call.phase === 'ringing' ? 'ringing' : 'active'] as const));
  known.set(calls, marks);
  return marks;
}
