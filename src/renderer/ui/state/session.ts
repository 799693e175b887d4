import type { CallView, SessionSnapshot } from '#shared/contracts/session.ts';
import { share } from './share.ts';

/**
 * The newer of two snapshots: a push that was overtaken (lower or equal revision) changes nothing. Equal parts keep their
 * identity.
 */
export function nextSession(current: SessionSnapshot | null, incoming: SessionSnapshot): SessionSnapshot {
  if (current === null) return incoming;
  if (incoming.revision <= current.revision) return current;
  return share(current, incoming);
}

/** The one call that is more than ringing, if there is one. */
export const activeCall = (session: SessionSnapshot): CallView | null =>
  session.calls.find((call) => call.phase !== 'ringing') ?? null;

/** Whether the agent can talk with the other side now, so that mute, hold, keypad and recording make sense. */
export const isConnected = (call: CallView): boolean => call.phase === 'active' || call.phase === 'held';

/** Whether the own picture can be switched on and off. */
export const hasCamera = ({ pictures, phase }: CallView): boolean => pictures !== null && phase !== 'ending';

/** Whether the contact sees us, or is about to. */
export const isCameraOn = ({ pictures }: CallView): boolean => pictures?.own === 'on' || pictures?.own === 'starting';

const ringingOf = new WeakMap<readonly CallView[], readonly CallView[]>();

/** Oldest first; the same list for the same session, so that it can be selected. */
export function ringingCalls(session: SessionSnapshot): readonly CallView[] {
  const known = ringingOf.get(session.calls);
  if (known !== undefined) return known;
  const ringing = session.calls.filter((call) => call.phase === 'ringing');
  ringingOf.set(session.calls, ringing);
  return ringing;
}
