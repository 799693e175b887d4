/** The provider's own counts (`GET /call_permissions`: can_perform_action, limits) in place of ours. */
import type {
  CallingFact,
  CallingLimit,
  CallingState,
  ProviderAction,
  ProviderLimit,
} from '#shared/contracts/calling.ts';
import { limitOf } from './limit.ts';
import type { RuleId } from './rule-ids.ts';

export type ProviderAnswer = Extract<CallingFact, { fact: 'provider' }>;

/** A limit of the profile with what counts for it. */
export interface OwnLimit {
  readonly rule: RuleId;
  readonly windowMs: number;
  readonly max: number;
  readonly counted: readonly { readonly at: number; readonly leavesAt: number }[];
}

/**
 * @param times of everything that happened of this kind, for the provider's windows that the profile does not have.
 * @param spent what the provider counted was set back since.
 */
export function withProvider(
  own: readonly OwnLimit[],
  times: readonly number[],
  saidAt: number | undefined,
  said: ProviderAction | undefined,
  spent: boolean,
): CallingLimit[] {
  if (saidAt === undefined || said === undefined)
    return own.map(({ rule, windowMs, max, counted }) => limitOf(rule, windowMs, max, leaves(counted)));
  const named = said.limits.map((limit) => {
    const mine = own.find(({ windowMs }) => windowMs === limit.windowMs);
    const counted = times.map((at) => ({ at, leavesAt: at + limit.windowMs }));
    const used = spent ? 0 : limit.used;
    return overridden({ ...limit, used }, said.allowed, saidAt, mine?.rule ?? 'provider-limit', counted);
  });
  const unnamed = own
    .filter(({ windowMs }) => !said.limits.some((limit) => limit.windowMs === windowMs))
    .map(({ rule, windowMs, max, counted }) =>
      // Allowed is allowed: what we counted before that answer is no longer held against anybody.
      limitOf(rule, windowMs, max, leaves(said.allowed ? counted.filter(({ at }) => at > saidAt) : counted)),
    );
  return [...named, ...unnamed];
}

const leaves = (counted: OwnLimit['counted']): readonly number[] => counted.map(({ leavesAt }) => leavesAt);

/**
 * The provider says how many it counts, not when each was. Those that we know to count then leave when we know; of the others it is only
 * certain that they have left after a whole window, and too late is better than an instant at which it still refuses.
 */
function overridden(
  limit: ProviderLimit,
  allowed: boolean,
  saidAt: number,
  rule: RuleId,
  counted: OwnLimit['counted'],
): CallingLimit {
  const max = allowed ? Math.max(1, limit.max) : limit.max;
  const used = Math.min(limit.used, allowed ? max - 1 : max);
  const known = leaves(counted.filter(({ at, leavesAt }) => at <= saidAt && leavesAt > saidAt)).toSorted(
    (left, right) => right - left,
  );
  const before = Array.from({ length: used }, (_, index) => known[index] ?? saidAt + limit.windowMs).toSorted(
    (left, right) => right - left,
  );
  const since = leaves(counted.filter(({ at }) => at > saidAt));
  const { liftsAt } = limit;
  if (liftsAt === null || used < max) return limitOf(rule, limit.windowMs, max, [...before, ...since]);
  const later = before.slice(0, -1).map((at) => Math.max(at, liftsAt));
  return limitOf(rule, limit.windowMs, max, [...later, liftsAt, ...since]);
}

/** The provider says no, and neither a full limit nor a missing permission nor anything newer explains it. */
export function providerRefuses(
  answer: ProviderAnswer | undefined,
  changedAt: number | null,
): CallingState['providerRefuses'] {
  if (answer === undefined || (changedAt !== null && changedAt > answer.at)) return { request: false, call: false };
  const unexplained = ({ allowed, limits }: ProviderAction): boolean =>
    !allowed && limits.every(({ used, max }) => used < max);
  return {
    request: unexplained(answer.request) && answer.permission.status !== 'permanent',
    call: unexplained(answer.call) && answer.permission.status !== 'none',
  };
}
