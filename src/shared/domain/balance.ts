import { compareMoney, type Money, parseMoney } from './money.ts';

/** Below this balance the provider neither places nor delivers calls: 10.00 exactly is enough (product.md, rules). */
export const callThreshold = 10_000_000n as Money;

/**
 * Whether the banner "Top-up required for calls" stands.
 *
 * @param balance exact decimal as the gateway sends it; null: unknown. What cannot be read counts as unknown.
 * @returns true only for a known balance below {@link callThreshold}, whatever its rounded figure shows.
 */
export function topUpRequired(balance: string | null): boolean {
  const money = balance === null ? null : parseMoney(balance);
  return money !== null && compareMoney(money, callThreshold) < 0;
}
