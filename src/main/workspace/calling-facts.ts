import type { StateEvent, WorkspaceState } from '#shared/contracts/agent.ts';
import type { CallingFacts } from '#shared/contracts/ui-replies.ts';
import { channelStateOf } from '#shared/domain/rules/channel.ts';
import { ruleProfile } from '#shared/domain/rules/profiles.ts';
import { rateOf } from '#shared/domain/rules/rate-card.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { CacheChanges, CacheStore } from '../store/cache-store.ts';

export type CallingFactsOf = (contactId: string) => Promise<Result<CallingFacts>>;

/**
 * What the gateway has told that matters for calls with a contact, put together. Errors: `not-found`.
 * @param gatewayAheadMs how far the gateway's wall clock is ahead of this computer's
 */
export function createCallingFacts(
  cache: Pick<CacheStore, 'contact' | 'workspace' | 'statesByKey'>,
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
    if (found.value === null) return fail('not-found');
    const facts = factsOf(contactId, found.value.contact.phone, workspace.value ?? unknownWorkspace, states.value);
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
  contactId: string,
  number: string | null,
  workspace: Pick<WorkspaceState, 'number' | 'balance' | 'currency' | 'rules'>,
  states: readonly StateEvent[],
): CallingFacts {
  const told = <Type extends StateEvent['type']>(type: Type) =>
    states.find((state): state is Extract<StateEvent, { type: Type }> => state.type === type) ?? null;
  const channel = told('channel');
  const card = told('rates')?.card ?? null;
  const profile = ruleProfile(workspace.rules);
  return {
    contactId,
    number,
    channel: channelStateOf(workspace, channel),
    state: told('contact.calling')?.state ?? null,
    rate: card === null || number === null ? null : rateOf(card, number, profile),
    profile: profile.id,
    clockAheadMs: channel?.clockAheadMs ?? 0,
    assignee: told('contact.assigned')?.assignee ?? null,
  };
}

/** For whom the facts changed with a write to the cache; null: for everybody. Empty: for nobody. */
export function callingChanged({ conversations, workspace, states }: CacheChanges): readonly string[] | null {
  if (workspace !== undefined || states.some(({ type }) => type === 'channel' || type === 'rates')) return null;
  const concerned = states.flatMap((state) =>
    state.type === 'contact.calling' || state.type === 'contact.assigned' ? [state.contactId] : [],
  );
  return concerned.length === 0 ? [] : [...new Set([...concerned, ...conversations.map((row) => row.contactId)])];
}
