import type { CacheStore } from '../store/cache-store.ts';

/** Milliseconds by which the clock that the rules go by is ahead of this computer's. */
export type RulesAhead = () => Promise<number>;

/**
 * The rules go by the gateway's clock, which a scenario may have set ahead of the world's.
 * @param gatewayAheadMs how far the gateway's wall clock is ahead of this computer's
 */
export const createRulesClock =
  (cache: Pick<CacheStore, 'statesByKey'>, gatewayAheadMs: () => number): RulesAhead =>
  async () => {
    const states = await cache.statesByKey(['channel']);
    const [channel] = states.ok ? states.value : [];
    return gatewayAheadMs() + (channel?.type === 'channel' ? channel.clockAheadMs : 0);
  };
