/** How many of the calls that contacts made were answered. What was refused by itself counts in no rate and is told apart. */
import { dayMs } from './rules/durations.ts';
import { instantsOf, jumpsBetween, wallTimeAt } from './rules/zone.ts';

/** Calls of contacts in one span of time. */
export interface CallTally {
  readonly answered: number;
  readonly missed: number;
  readonly outOfHours: number;
  /** Not delivered for another rule, such as calls being switched off. */
  readonly refused: number;
  /** Who answered how many; the others were answered by somebody whose name nobody told. */
  readonly byAgent: readonly { readonly agent: string; readonly answered: number }[];
}

export const noCalls: CallTally = { answered: 0, missed: 0, outOfHours: 0, refused: 0, byAgent: [] };

/** 0…1 of the calls that count; null: there were none. */
export function answerRate({ answered, missed }: Pick<CallTally, 'answered' | 'missed'>): number | null {
  const counted = answered + missed;
  return counted === 0 ? null : answered / counted;
}

export interface AgentShare {
  readonly agent: string;
  readonly answered: number;
  /** Of all calls that count, 0…1: the shares of all agents add up to the channel's rate. A missed call is nobody's alone. */
  readonly share: number;
}

/** Who answered most first, then by name. */
export function agentShares({ answered, missed, byAgent }: CallTally): readonly AgentShare[] {
  const counted = Math.max(1, answered + missed);
  return byAgent
    .map((each) => ({ ...each, share: each.answered / counted }))
    .sort((left, right) => right.answered - left.answered || left.agent.localeCompare(right.agent));
}

export function sumOf(tallies: readonly CallTally[]): CallTally {
  const agents = new Map<string, number>();
  for (const { byAgent } of tallies)
    for (const { agent, answered } of byAgent) agents.set(agent, (agents.get(agent) ?? 0) + answered);
  const total = (pick: (tally: CallTally) => number): number => tallies.reduce((sum, tally) => sum + pick(tally), 0);
  return {
    answered: total(({ answered }) => answered),
    missed: total(({ missed }) => missed),
    outOfHours: total(({ outOfHours }) => outOfHours),
    refused: total(({ refused }) => refused),
    byAgent: [...agents].map(([agent, answered]) => ({ agent, answered })),
  };
}

/**
 * Where the last `count` calendar days of a zone begin, oldest first, the last one being today's. Days of a change of the clock have 23 or 25 hours; one
 * whose midnight the clock leaps over begins with the leap.
 */
export function dayStarts(now: number, count: number, timeZone: string): readonly number[] {
  const today = Math.floor(wallTimeAt(timeZone, now) / dayMs) * dayMs;
  return Array.from({ length: count }, (_, index) => startOfDay(today - (count - 1 - index) * dayMs, timeZone));
}

function startOfDay(midnight: number, timeZone: string): number {
  const [first] = instantsOf(timeZone, midnight);
  if (first !== undefined) return first;
  const leap = jumpsBetween(timeZone, midnight - dayMs, midnight + dayMs).find(
    (at) => wallTimeAt(timeZone, at) >= midnight,
  );
  return leap ?? midnight;
}
