import type { StateEvent, WorkspaceState } from '#shared/contracts/agent.ts';
import type { ChannelState } from '#shared/contracts/calling.ts';

export type ChannelEvent = Extract<StateEvent, { type: 'channel' }>;

/** What the rules have to know of a channel, from what a gateway tells of it. @param told null: it has told nothing, and nothing of it refuses */
export function channelStateOf(
  workspace: Pick<WorkspaceState, 'number' | 'balance' | 'currency'>,
  told: ChannelEvent | null,
): ChannelState {
  const { number, balance, currency } = workspace;
  return {
    number,
    balance,
    currency,
    callingOn: told?.settings.callingOn ?? true,
    contactsMayCall: told?.settings.contactsMayCall ?? true,
    hours: told?.settings.hours ?? null,
    messagingLimit: told?.messagingLimit ?? null,
    pausedUntil: told?.pausedUntil ?? null,
  };
}
