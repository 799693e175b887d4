import type { BusinessHours } from '#shared/contracts/business-hours.ts';
import type { AnswerRateView, ChannelView } from '#shared/contracts/ui-replies.ts';
import { dayStarts, noCalls } from '#shared/domain/answer-rate.ts';
import { hoursAdvice } from '#shared/domain/hours-advice.ts';
import { type ChannelEvent, channelStateOf } from '#shared/domain/rules/channel.ts';
import { evaluateEnabling } from '#shared/domain/rules/evaluate-enabling.ts';
import { evaluateIncoming } from '#shared/domain/rules/evaluate-incoming.ts';
import { ruleProfile } from '#shared/domain/rules/profiles.ts';
import { ok, type Result } from '#shared/result.ts';
import type { CacheStore } from '../store/cache-store.ts';

export interface ChannelReadsOptions {
  readonly cache: Pick<CacheStore, 'statesByKey' | 'workspace' | 'callStatistics'>;
  readonly now: () => number;
  /** How far the gateway's wall clock is ahead of this computer's. */
  readonly gatewayAheadMs: () => number;
  /** IANA name of this computer's zone. */
  readonly timeZone: () => string;
}

const dayMs = 24 * 60 * 60 * 1000;
const daysShown = 7;

const nowhere = { number: null, balance: null, currency: 'USD', rules: '' } as const;

/** What the gateway told of its channel, read from the cache. */
export function createChannelReads({ cache, now, gatewayAheadMs, timeZone }: ChannelReadsOptions) {
  async function told(): Promise<Result<{ readonly channel: ChannelEvent | null; readonly rates: number | null }>> {
    const states = await cache.statesByKey(['channel', 'rates']);
    if (!states.ok) return states;
    let channel: ChannelEvent | null = null;
    let rates: number | null = null;
    for (const state of states.value) {
      if (state.type === 'channel') channel = state;
      if (state.type === 'rates') rates = state.card?.length ?? null;
    }
    return ok({ channel, rates });
  }

  return {
    view: async (): Promise<Result<ChannelView>> => {
      const [known, workspace] = await Promise.all([told(), cache.workspace()]);
      if (!known.ok) return known;
      if (!workspace.ok) return workspace;
      const { channel, rates } = known.value;
      const place = workspace.value ?? nowhere;
      const state = channelStateOf(place, channel);
      const profile = ruleProfile(place.rules);
      const clockAheadMs = gatewayAheadMs() + (channel?.clockAheadMs ?? 0);
      return ok({
        settings: channel?.settings ?? null,
        state,
        enabling: evaluateEnabling(state, profile),
        incoming: evaluateIncoming({ channel: state, contactNumber: null }, profile, now() + clockAheadMs),
        clockAheadMs,
        rates,
      });
    },

    /** null: none are set, or nothing was told yet. */
    hours: async (): Promise<BusinessHours | null> => {
      const known = await told();
      return known.ok ? (known.value.channel?.settings.hours ?? null) : null;
    },

    /** Of today and the six days before, by the gateway's clock. */
    answerRate: async (): Promise<Result<AnswerRateView>> => {
      const known = await told();
      if (!known.ok) return known;
      const { channel } = known.value;
      const hours = channel?.settings.hours ?? null;
      const zone = hours?.timeZone ?? timeZone();
      const at = now() + gatewayAheadMs() + (channel?.clockAheadMs ?? 0);
      const starts = dayStarts(at, daysShown, zone);
      const [today = at] = starts.slice(-1);
      // What comes while this is asked, or from a clock that runs a little fast, is of today as well.
      const found = await cache.callStatistics([...starts, today + 2 * dayMs]);
      if (!found.ok) return found;
      const days = starts.map((from, index) => ({ from, tally: found.value.tallies[index] ?? noCalls }));
      return ok({ days, timeZone: zone, advice: hoursAdvice(found.value.missed, hours, zone) });
    },
  };
}
