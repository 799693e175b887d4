import type { CallRow } from '#shared/contracts/records.ts';
import type { SessionSnapshot } from '#shared/contracts/session.ts';

/**
 * The call of this agent that ended last, as the journal tells it: what it cost comes a moment after its end. Or the one that stopped ringing
 * here because a colleague took it, and who that was; it takes the place of no call whose price the agent is to see.
 * @param session as it stands: a call's last line is written before it leaves the session
 */
export function nextLastCall(
  current: CallRow | null,
  rows: readonly CallRow[],
  session: Pick<SessionSnapshot, 'calls'>,
): CallRow | null {
  const inHand = session.calls.find(({ phase }) => phase !== 'ringing')?.id;
  const ended = rows.findLast(({ id, outcome }) => outcome !== null && (id === inHand || id === current?.id));
  if (ended !== undefined) return isShown(ended) ? ended : current;
  if (current?.direction === 'business-initiated') return current;
  const rang = new Set(session.calls.map(({ id }) => id));
  return rows.findLast(({ id, outcome }) => outcome === 'answered-elsewhere' && rang.has(id)) ?? current;
}

const isShown = ({ direction, outcome }: CallRow): boolean =>
  direction === 'business-initiated' || outcome === 'answered' || outcome === 'answered-elsewhere';
