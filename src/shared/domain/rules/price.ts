/** What a business-initiated call costs. User-initiated calls are free under every profile. All amounts exact. */
import type { RuleProfile } from '#shared/contracts/rule-profile.ts';
import { compareMoney, type Money, moneyToDecimal, parseMoney } from '../money.ts';

/** Price of a minute, exact decimal. */
export interface CallRate {
  readonly perMinute: string;
  readonly currency: string;
}

export interface CallPrice {
  /** Exact decimal, to the millionth. */
  readonly amount: string;
  readonly currency: string;
  /** Seconds charged: the talk time rounded up to whole pulses. */
  readonly chargedSeconds: number;
}

/** Talk time as it is charged: each begun pulse in full (56 s are 10 pulses of 6 s, or one of 60). */
export function chargedSeconds(talkMs: number, { price }: RuleProfile): number {
  return Math.ceil(Math.max(0, talkMs) / (price.pulseSeconds * 1000)) * price.pulseSeconds;
}

/**
 * @param talkMs from answer to end; 0 where nobody answered, which costs nothing.
 * @returns null where the rate is no amount. What is left of a millionth is rounded up to a whole one.
 */
export function priceOfCall(talkMs: number, rate: CallRate, profile: RuleProfile): CallPrice | null {
  const perMinute = parseMoney(rate.perMinute);
  if (perMinute === null || perMinute < 0n || !Number.isFinite(talkMs)) return null;
  const seconds = chargedSeconds(talkMs, profile);
  const amount = (perMinute * BigInt(seconds) + 59n) / 60n;
  return { amount: moneyToDecimal(amount as Money), currency: rate.currency, chargedSeconds: seconds };
}

/** Whether a balance carries a call of so many minutes; null: it cannot be told (another currency, or no amounts). */
export function carriesMinutes(
  { balance, currency }: { readonly balance: string; readonly currency: string },
  rate: CallRate,
  minutes: number,
  profile: RuleProfile,
): boolean | null {
  const has = parseMoney(balance);
  const price = currency === rate.currency ? priceOfCall(minutes * 60_000, rate, profile) : null;
  const costs = price === null ? null : parseMoney(price.amount);
  return has === null || costs === null ? null : compareMoney(has, costs) >= 0;
}
