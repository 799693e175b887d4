import type { CallRow } from '#shared/contracts/records.ts';
import type { SessionSnapshot } from '#shared/contracts/session.ts';

/**
 * The call of this agent that ended last, as the journal tells it: what it cost comes a moment after its end.
 * @param session as it stands: a call's last line is written before it leaves the session
 */
export function nextLastCall(
  current: CallRow | null,
  rows: readonly CallRow[],
  session: Pick<SessionSnapshot, 'calls'>,
): CallRow | null {
  const inHand = session.calls.find(({ phase }) => phase !== 'ringing')?.id;
  const ended = rows.findLast(({ id, outcome }) => outcome !== null && (id === inHand || id === current?.id));
  if (ended === undefined) return current;
  return ended.direction === 'business-initiated' || ended.outcome === 'answered' ? ended : current;
}
