import { compareMoney, parseMoney } from './money.ts';

/**
 * Whether the balance is too low for calls: below the profile's `minimumBalance`, exactly, whatever a rounded figure shows. The one rule
 * behind the refusal of calls and the banner "Top-up required for calls".
 *
 * @param balance exact decimal as the gateway sends it; null: unknown. What cannot be read counts as unknown, and unknown is not low: the
 * provider knows it. A PBX has no balance, so that there it is never low.
 * @param minimum of the profile in force; where the gateway names one that is unknown here, of the default one (`ruleProfile`)
 */
export function isBelow(balance: string | null, minimum: string): boolean {
  const money = balance === null ? null : parseMoney(balance);
  const least = parseMoney(minimum);
  return money !== null && least !== null && compareMoney(money, least) < 0;
}
