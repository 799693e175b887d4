import type { CallRow } from '#shared/contracts/records.ts';

/** It rang when the app died, and nobody else would say that it was missed. */
export const crashReason = 'crash';

/** Why a call that came in was given up on this desktop alone, as far as the row says `missed` (queue/call-verdict.ts, and {@link crashReason}). */
const guessedReasons: ReadonlySet<string> = new Set(['shutdown', 'ring-timeout', 'grace-timeout', crashReason]);

/**
 * Whether the row's outcome is only what this desktop had to assume: it rang, nobody answered here, and the desktop went away, lost its
 * connection or failed while for all it knew the call rang on. Such an outcome gives way to whoever knows better: the call that is offered
 * again by the same id, or the gateway's word. An outcome that somebody saw, and every call that was up, stands.
 */
export function isGuessed({
  direction,
  answeredAt,
  outcome,
  reason,
}: Pick<CallRow, 'direction' | 'answeredAt' | 'outcome' | 'reason'>): boolean {
  if (direction !== 'user-initiated' || answeredAt !== null) return false;
  if (outcome === 'interrupted') return true;
  // Without a reason it was the gateway that said so.
  if (outcome === 'failed') return reason !== null;
  return outcome === 'missed' && reason !== null && guessedReasons.has(reason);
}
