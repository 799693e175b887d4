import { type CallingFact, providerCode, type RuleRefusal } from '#shared/contracts/calling.ts';
import { instant } from '#shared/contracts/identifiers.ts';
import { weekMs } from '#shared/domain/rules/durations.ts';
import { providerError } from '#shared/domain/rules/provider-errors.ts';
import type { ProviderRefusal } from '../connectors/connector.ts';
import type { Operation } from '../store/operations.ts';
import type { ChannelDesk } from './channel-desk.ts';

type RefusalFact = Extract<CallingFact, { fact: 'refusal' }>;

/** How long a pause for low quality lasts where the provider does not say (account restrictions: 7 days). */
const pauseMs = weekMs;

/**
 * What a refusal of the provider means from now on. A fault of the moment without an end is none that is remembered: the same may be tried
 * again. A pause holds for the whole channel.
 *
 * @param id of the call or request: told again, it is the same refusal
 */
export function refusalOfProvider(
  action: RefusalFact['action'],
  id: string,
  { code, until: said }: ProviderRefusal,
  desk: ChannelDesk,
): { readonly facts: readonly RefusalFact[]; readonly changes: readonly Operation[] } {
  const { rule, advice } = providerError(code);
  const at = desk.now();
  // What is no instant was not said, and what is no code is kept nowhere.
  const until = instant.nullable().safeParse(said).data ?? null;
  const known = providerCode.safeParse(code);
  const named = known.success ? { code } : {};
  if (advice === 'try-again' && until === null) return { facts: [], changes: [] };
  if (rule !== 'calling-paused')
    return { facts: [{ fact: 'refusal', id, at, action, rule, until, ...named }], changes: [] };
  const pausedUntil = until ?? at + pauseMs;
  const fact = { fact: 'refusal', id, at, action, rule, until: pausedUntil, ...named } as const;
  return { facts: [fact], changes: [desk.changed({ pausedUntil })] };
}

/** As the agent is told where our own functions would allow it: they cannot know all that the provider does. */
export function verdictOfProvider({ code, until }: ProviderRefusal): RuleRefusal {
  const { rule, need } = providerError(code);
  const needs = until === null ? [need ?? ('ask-provider' as const)] : [];
  return { allowed: false, rule, params: { code }, liftsAt: until, waitUntil: null, needs, rules: [rule] };
}
