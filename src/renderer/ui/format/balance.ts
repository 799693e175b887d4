import { formatExact, formatRounded, parseMoney } from '#shared/domain/money.ts';

/** Whole units for the eye: `$10` for 9.98. null: unknown, or no amount that can be read. */
export function roundedBalance(exact: string | null, currency: string, locale: string): string | null {
  const money = exact === null ? null : parseMoney(exact);
  return money === null ? null : formatRounded(money, currency, locale);
}

/** `$9.98`. */
export function exactBalance(exact: string | null, currency: string, locale: string): string | null {
  const money = exact === null ? null : parseMoney(exact);
  return money === null ? null : formatExact(money, currency, locale);
}
