/** A contact's facts, as they come: late, twice, in any order. What comes out depends on the set alone. */
import type { CallingFact } from '#shared/contracts/calling.ts';

type CallFact = Extract<CallingFact, { fact: 'call' }>;
type EndFact = Extract<CallFact, { stage: 'ended' }>;

/** One call, put together from whatever of it is known. */
export interface KnownCall {
  readonly id: string;
  readonly direction: CallFact['direction'];
  readonly startedAt: number;
  readonly answeredAt: number | null;
  /** null: it goes on, or its end is not known yet. */
  readonly endedAt: number | null;
  readonly failed: boolean;
}

const keyOf = (fact: CallingFact): string =>
  fact.fact === 'call' ? `call/${fact.stage}/${fact.id}` : `${fact.fact}/${fact.id}`;

/** Of two facts with one key: an end that tells of talk first (the provider's repeats may leave it out), then the earlier, then any, but always the same. */
function preferred(left: CallingFact, right: CallingFact): CallingFact {
  const talk = Number(tellsOfTalk(right)) - Number(tellsOfTalk(left));
  if (talk !== 0) return talk < 0 ? left : right;
  if (left.at !== right.at) return left.at < right.at ? left : right;
  return canonical(left) <= canonical(right) ? left : right;
}

const tellsOfTalk = (fact: CallingFact): boolean =>
  fact.fact === 'call' && fact.stage === 'ended' && fact.talkMs !== null;

/** The same text for the same content, whatever the order of its fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}

/** Each fact once, oldest first. */
export function settledFacts(history: readonly CallingFact[]): readonly CallingFact[] {
  const facts = new Map<string, CallingFact>();
  for (const fact of history) {
    const known = facts.get(keyOf(fact));
    facts.set(keyOf(fact), known === undefined ? fact : preferred(known, fact));
  }
  return [...facts]
    .sort(([leftKey, left], [rightKey, right]) => left.at - right.at || (leftKey < rightKey ? -1 : 1))
    .map(([, fact]) => fact);
}

/** Every call of settled facts, oldest first. A terminate without its connect, or before it, is a call like any other. */
export function callsOf(facts: readonly CallingFact[]): readonly KnownCall[] {
  const calls = new Map<string, CallFact[]>();
  for (const fact of facts) {
    if (fact.fact !== 'call') continue;
    calls.set(fact.id, [...(calls.get(fact.id) ?? []), fact]);
  }
  return [...calls].map(([id, stages]) => callOf(id, stages)).sort((left, right) => left.startedAt - right.startedAt);
}

function callOf(id: string, stages: readonly CallFact[]): KnownCall {
  const at = (stage: CallFact['stage']): number | undefined => stages.find((each) => each.stage === stage)?.at;
  const end = stages.find((each): each is EndFact => each.stage === 'ended');
  const talkedFrom =
    end === undefined || end.talkMs === null ? null : Math.max(at('started') ?? 0, end.at - end.talkMs);
  const answeredAt = at('answered') ?? talkedFrom;
  return {
    id,
    direction: stages[0]?.direction ?? 'user-initiated',
    startedAt: at('started') ?? answeredAt ?? end?.at ?? 0,
    answeredAt,
    endedAt: end?.at ?? null,
    failed: end?.failed ?? false,
  };
}
