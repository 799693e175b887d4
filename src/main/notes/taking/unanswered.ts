import type { CallRow } from '#shared/contracts/records.ts';
import type { UnansweredView } from '#shared/contracts/session.ts';

/**
 * Whether a call of ours that is over was not answered, and in which way; null: it was, or a rule refused it, or it was given up here, or
 * it failed for a reason of ours.
 */
export function whyUnanswered({ direction, outcome, reason }: CallRow): UnansweredView['why'] | null {
  if (direction !== 'business-initiated') return null;
  if (outcome === 'no-answer') return reason?.startsWith('unreachable') === true ? 'unreachable' : 'no-answer';
  if (outcome !== 'refused') return null;
  if (reason?.startsWith('declined') === true) return 'declined';
  return reason?.startsWith('busy') === true ? 'busy' : null;
}
