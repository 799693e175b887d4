/** From the whole history of a contact to the summary that every rule is evaluated from. */
import type { CallingFact, CallingLimit, CallingState } from '#shared/contracts/calling.ts';
import type { RuleProfile } from '#shared/contracts/rule-profile.ts';
import { dayMs, hourMs, weekMs } from './durations.ts';
import { callsOf, type KnownCall, settledFacts } from './history.ts';
import { limitOf } from './limit.ts';
import { foldPermission, type PermissionState } from './permission-fold.ts';
import { type OwnLimit, type ProviderAnswer, providerRefuses, withProvider } from './provider-limits.ts';

/**
 * Depends on the set of facts alone: neither on their order, nor on repetitions, nor on a clock. What it leaves out can change no
 * answer at any later time, so a desktop that has it needs no history.
 */
export function callingStateOf(history: readonly CallingFact[], profile: RuleProfile): CallingState {
  const facts = settledFacts(history);
  const calls = callsOf(facts);
  const state = foldPermission(facts, calls, profile);
  const answer = facts.findLast((fact): fact is ProviderAnswer => fact.fact === 'provider');
  const { askAgainAfterDeclineHours } = profile.permissionRequest;
  return {
    permission: state.permission,
    waiting: state.waiting,
    askAgainAt: state.declinedAt === null ? null : state.declinedAt + askAgainAfterDeclineHours * hourMs,
    requestLimits: requestLimits(facts, calls, profile, answer),
    callLimits: callLimits(facts, calls, profile, answer, state),
    providerRefuses: providerRefuses(answer, state.changedAt),
    ...serviceWindow(facts, calls, profile),
    unanswered: state.unanswered,
  };
}

function requestLimits(
  facts: readonly CallingFact[],
  calls: readonly KnownCall[],
  { permissionRequest }: RuleProfile,
  answer: ProviderAnswer | undefined,
): CallingLimit[] {
  const connected = calls.flatMap(({ answeredAt }) => (answeredAt === null ? [] : [answeredAt]));
  const resetAt = permissionRequest.connectedCallResets ? latest(connected) : -1;
  const sent = facts.filter((fact) => fact.fact === 'request' && fact.at > resetAt).map(({ at }) => at);
  const own: OwnLimit[] = [
    { rule: 'requests-per-day', windowMs: dayMs, max: permissionRequest.per24Hours, counted: rolling(sent, dayMs) },
    { rule: 'requests-per-week', windowMs: weekMs, max: permissionRequest.per7Days, counted: rolling(sent, weekMs) },
  ];
  const spent = answer !== undefined && answer.at < resetAt;
  return [
    ...withProvider(own, sent, answer?.at, answer?.request, spent),
    ...refused(facts, 'request', Math.max(resetAt, answer?.at ?? -1)),
  ];
}

function callLimits(
  facts: readonly CallingFact[],
  calls: readonly KnownCall[],
  { callLimit }: RuleProfile,
  answer: ProviderAnswer | undefined,
  { permission }: PermissionState,
): CallingLimit[] {
  const windowMs = callLimit.hours * hourMs;
  const placed = calls.filter(({ direction }) => direction === 'business-initiated');
  const times = placed.flatMap(({ startedAt, answeredAt }) => {
    const at = callLimit.counts === 'placed' ? startedAt : answeredAt;
    return at === null ? [] : [at];
  });
  const since = permission.status === 'granted' ? permission.since : null;
  const counted =
    callLimit.from === 'rolling'
      ? rolling(times, windowMs)
      : times
          .filter((at) => since !== null && at >= since && at < since + windowMs)
          .map((at) => ({ at, leavesAt: (since ?? at) + windowMs }));
  const rule = callLimit.counts === 'placed' ? 'attempts-after-grant' : 'connected-calls';
  return [
    ...withProvider([{ rule, windowMs, max: callLimit.max, counted }], times, answer?.at, answer?.call, false),
    ...refused(facts, 'call', answer?.at ?? -1),
  ];
}

const rolling = (times: readonly number[], windowMs: number): OwnLimit['counted'] =>
  times.map((at) => ({ at, leavesAt: at + windowMs }));

/** -1: none. Not `Math.max(...)`, which fails on a contact with years of messages. */
const latest = (times: readonly number[]): number => times.reduce((newest, at) => Math.max(newest, at), -1);

const refusedLimits = {
  request: { windowMs: weekMs, rules: ['requests-per-day', 'requests-per-week', 'provider-limit'] },
  call: { windowMs: dayMs, rules: ['attempts-after-grant', 'connected-calls', 'provider-limit'] },
} as const;

/** The newest refusal for a limit that the provider met and we did not: full until it said, or for as long as its longest window is. */
function refused(facts: readonly CallingFact[], action: 'request' | 'call', newerThan: number): CallingLimit[] {
  const { windowMs, rules } = refusedLimits[action];
  const limits = facts.flatMap((fact) => {
    if (fact.fact !== 'refusal' || fact.action !== action || fact.at <= newerThan) return [];
    const rule = rules.find((each) => each === fact.rule);
    if (rule === undefined) return [];
    const limit = limitOf(rule, windowMs, 1, [fact.until ?? fact.at + windowMs]);
    return [fact.code === undefined ? limit : { ...limit, code: fact.code }];
  });
  return limits.slice(-1);
}

function serviceWindow(
  facts: readonly CallingFact[],
  calls: readonly KnownCall[],
  profile: RuleProfile,
): Pick<CallingState, 'serviceWindowUntil' | 'replyNeeded'> {
  const { hours, renewedBy } = profile.serviceWindow;
  const windowMs = hours * hourMs;
  const written = facts.filter(({ fact }) => fact === 'message').map(({ at }) => at);
  const renewals = [
    ...(renewedBy.includes('message') ? written : []),
    ...calls.flatMap(({ direction, startedAt, answeredAt }) => {
      if (direction === 'user-initiated') return renewedBy.includes('incoming-call') ? [startedAt] : [];
      return answeredAt !== null && renewedBy.includes('answered-outgoing-call') ? [answeredAt] : [];
    }),
  ];
  const lastWritten = latest(written);
  const opened = facts.some(
    (fact) =>
      (fact.fact === 'template' || (fact.fact === 'request' && fact.via === 'template')) &&
      fact.at > lastWritten &&
      !renewals.some((at) => at <= fact.at && fact.at < at + windowMs),
  );
  return {
    serviceWindowUntil: renewals.length === 0 ? null : latest(renewals) + windowMs,
    replyNeeded: opened && profile.permissionRequest.afterTemplateNeedsReply,
  };
}
