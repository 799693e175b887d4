/** Exact money: decimal text in, whole micro-units inside, rounding only when shown (architecture decision 7). */

declare const moneyBrand: unique symbol;

/** Micro-units (a millionth of the currency's unit) as a bigint: twelve digits before the point do not fit a double. */
export type Money = bigint & { readonly [moneyBrand]: 'Money' };

const microUnits = 1_000_000n;
const decimalPattern = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/;

/**
 * Reads a decimal such as `9.98` (contracts/identifiers.ts `decimal`): up to 12 digits, then up to 6 decimals.
 * Anything else, an exponent, a plus sign, a comma or blanks included, is null: a guess about money is worse than none.
 */
export function parseMoney(text: string): Money | null {
  const match = decimalPattern.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '', decimals = ''] = match;
  const amount = BigInt(whole) * microUnits + BigInt(decimals.padEnd(6, '0'));
  return (sign === '-' ? -amount : amount) as Money;
}

/** Negative, zero or positive, as `Array.prototype.sort` wants it. */
export function compareMoney(left: Money, right: Money): -1 | 0 | 1 {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The decimal text of an amount, without superfluous zeros: `9.995`, `10`. */
export function moneyToDecimal(money: Money): `${number}` {
  const magnitude = money < 0n ? -money : money;
  const decimals = (magnitude % microUnits).toString().padStart(6, '0').replace(/0+$/, '');
  const whole = `${money < 0n ? '-' : ''}${magnitude / microUnits}`;
  return (decimals === '' ? whole : `${whole}.${decimals}`) as `${number}`;
}

/**
 * Whole units for the eye, a half away from zero: `$10` for 9.98, for 9.995 and for 10.00. Never compare or store what this
 * returns.
 *
 * @param currency ISO 4217 code. Where it is none, the text stands behind the figure as it came.
 * @param locale BCP 47 tag.
 */
export function formatRounded(money: Money, currency: string, locale: string): string {
  const magnitude = money < 0n ? -money : money;
  const rounded = (magnitude + microUnits / 2n) / microUnits;
  // The short symbol everywhere: the figure stands in a narrow rail, and the exact one beside it names the currency in full.
  return formatDecimal(`${money < 0n ? -rounded : rounded}` as `${number}`, currency, locale, {
    minimumFractionDigits: 0,
    maximumFractionDigits: 0,
    currencyDisplay: 'narrowSymbol',
  });
}

/** All decimals that count, and at least those usual for the currency: `$9.995`, `$10.00`. */
export function formatExact(money: Money, currency: string, locale: string): string {
  return formatDecimal(moneyToDecimal(money), currency, locale, { maximumFractionDigits: 6 });
}

function formatDecimal(
  value: `${number}`,
  currency: string,
  locale: string,
  options: Intl.NumberFormatOptions,
): string {
  if (!/^[A-Za-z]{3}$/.test(currency))
    return `${new Intl.NumberFormat(locale, options).format(value)} ${currency}`.trim();
  return new Intl.NumberFormat(locale, { ...options, style: 'currency', currency }).format(value);
}
