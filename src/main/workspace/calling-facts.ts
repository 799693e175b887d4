import type { StateEvent, WorkspaceState } from '#shared/contracts/agent.ts';
import type { RuleProfile } from '#shared/contracts/rule-profile.ts';
import type { CallingFacts } from '#shared/contracts/ui-replies.ts';
import { callingStateOf } from '#shared/domain/rules/calling-state.ts';
import { channelStateOf } from '#shared/domain/rules/channel.ts';
import { monthOf } from '#shared/domain/rules/month.ts';
import { ruleProfile } from '#shared/domain/rules/profiles.ts';
import { rateOf } from '#shared/domain/rules/rate-card.ts';
import { regionOfNumber } from '#shared/domain/rules/regions.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { CacheChanges, CachedContact, CacheStore } from '../store/cache-store.ts';

export type CallingFactsOf = (contactId: string) => Promise<Result<CallingFacts>>;

/**
 * What the gateway has told that matters for calls with a contact, put together. Errors: `not-found`.
 * @param gatewayAheadMs how far the gateway's wall clock is ahead of this computer's
 */
export function createCallingFacts(
  cache: Pick<CacheStore, 'contact' | 'workspace' | 'statesByKey'>,
  now: () => number,
  gatewayAheadMs: () => number,
): CallingFactsOf {
  return async (contactId) => {
    const [found, workspace, states] = await Promise.all([
      cache.contact(contactId),
      cache.workspace(),
      cache.statesByKey(['channel', 'rates', `contact.calling/${contactId}`, `contact.assigned/${contactId}`]),
    ]);
    if (!found.ok) return found;
    if (!workspace.ok) return workspace;
    if (!states.ok) return states;
    const ahead = states.value.find((state) => state.type === 'channel')?.clockAheadMs ?? 0;
    const month = monthOf(now() + gatewayAheadMs() + ahead, ruleProfile(workspace.value?.rules ?? ''));
    const volume = await cache.statesByKey([`volume/${month}`]);
    if (!volume.ok) return volume;
    if (found.value === null) return fail('not-found');
    const facts = factsOf(found.value, workspace.value ?? unknownWorkspace, [...states.value, ...volume.value]);
    return ok({ ...facts, clockAheadMs: facts.clockAheadMs + gatewayAheadMs() });
  };
}

/** Before the gateway was heard for the first time. */
const unknownWorkspace: Pick<WorkspaceState, 'number' | 'balance' | 'currency' | 'rules'> = {
  number: null,
  balance: null,
  currency: 'USD',
  rules: '',
};

function factsOf(
  { contact: { id: contactId, phone: number }, serviceWindowUntil }: CachedContact,
  workspace: Pick<WorkspaceState, 'number' | 'balance' | 'currency' | 'rules'>,
  states: readonly StateEvent[],
): CallingFacts {
  const told = <Type extends StateEvent['type']>(type: Type) =>
    states.find((state): state is Extract<StateEvent, { type: Type }> => state.type === type) ?? null;
  const channel = told('channel');
  const card = told('rates')?.card ?? null;
  const profile = ruleProfile(workspace.rules);
  // A gateway that has rules tells the state of those contacts only with whom something happened.
  const untouched = channel === null ? null : { ...callingStateOf([], profile), serviceWindowUntil };
  return {
    contactId,
    number,
    channel: channelStateOf(workspace, channel),
    state: told('contact.calling')?.state ?? untouched,
    rate:
      card === null || number === null
        ? null
        : rateOf(card, number, profile, volumeOf(number, profile, told('volume'))),
    profile: profile.id,
    clockAheadMs: channel?.clockAheadMs ?? 0,
    assignee: told('contact.assigned')?.assignee ?? null,
  };
}

/** What the next call adds to. */
function volumeOf(number: string, profile: RuleProfile, volume: Extract<StateEvent, { type: 'volume' }> | null) {
  const region = regionOfNumber(number, profile);
  return { secondsBefore: (region.ok ? volume?.seconds[region.country] : 0) ?? 0, talkMs: 0 };
}

const isOfAll: ReadonlySet<StateEvent['type']> = new Set(['channel', 'rates', 'volume']);

/** For whom the facts changed with a write to the cache; null: for everybody. Empty: for nobody. */
export function callingChanged({ conversations, workspace, states }: CacheChanges): readonly string[] | null {
  if (workspace !== undefined || states.some(({ type }) => isOfAll.has(type))) return null;
  const concerned = states.flatMap((state) =>
    state.type === 'contact.calling' || state.type === 'contact.assigned' ? [state.contactId] : [],
  );
  return concerned.length === 0 ? [] : [...new Set([...concerned, ...conversations.map((row) => row.contactId)])];
}
