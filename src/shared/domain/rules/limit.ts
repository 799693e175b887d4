/** Limits as lists of when each counted thing stops counting: own rules and the provider's own counts become the same shape. */
import type { CallingLimit } from '#shared/contracts/calling.ts';
import type { RuleId } from './rule-ids.ts';

/** Keeps what can ever matter: of more than `max` things the earliest leave first and change nothing. */
export function limitOf(rule: RuleId, windowMs: number, max: number, leavesAt: readonly number[]): CallingLimit {
  return { rule, windowMs, max, leavesAt: leavesAt.toSorted((left, right) => right - left).slice(0, max) };
}

/** How many more are allowed at that instant. A thing counts up to, and not including, the instant at which it leaves. */
export function remainingOf(limit: CallingLimit, at: number): number {
  return Math.max(0, limit.max - limit.leavesAt.filter((leaves) => leaves > at).length);
}

/** When a limit that is full at that instant has room again; null: never, it allows none. */
export function roomAt(limit: CallingLimit): number | null {
  return limit.leavesAt[limit.max - 1] ?? null;
}

/** The fewest that any of them allows; null: no limit says a number. */
export function fewestRemaining(limits: readonly CallingLimit[], at: number): number | null {
  const counted = limits.filter(({ code }) => code === undefined);
  return counted.length === 0 ? null : Math.min(...counted.map((limit) => remainingOf(limit, at)));
}
