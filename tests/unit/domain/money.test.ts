import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareMoney,
  formatExact,
  formatRounded,
  type Money,
  moneyToDecimal,
  parseMoney,
} from '#shared/domain/money.ts';

const money = (text: string): Money => {
  const value = parseMoney(text);
  if (value === null) throw new Error(`not money: ${text}`);
  return value;
};

describe('parseMoney', () => {
  it.each([
    ['0', 0n],
    ['10', 10_000_000n],
    ['10.00', 10_000_000n],
    ['9.98', 9_980_000n],
    ['9.999999', 9_999_999n],
    ['-0.000001', -1n],
    ['-0', 0n],
    ['999999999999.999999', 999_999_999_999_999_999n],
  ])('reads %s exactly', (text, expected) => {
    expect(parseMoney(text)).toBe(expected);
  });

  it.each([
    '',
    ' ',
    '10 ',
    '+10',
    '.5',
    '5.',
    '1e3',
    '1,5',
    '1.2345678',
    '1234567890123',
    'NaN',
    'Infinity',
    '0x10',
    '--1',
    '10.00\n',
  ])('refuses %j', (text) => {
    expect(parseMoney(text)).toBeNull();
  });

  it('loses nothing between text and amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -999_999_999_999_999_999n, max: 999_999_999_999_999_999n }), (amount) => {
        expect(parseMoney(moneyToDecimal(amount as Money))).toBe(amount);
      }),
    );
  });
});

describe('compareMoney', () => {
  it('orders amounts that a double cannot tell apart', () => {
    const amounts = ['999999999999.000002', '-1', '999999999999.000001', '0'].map(money).sort(compareMoney);
    expect(amounts.map(moneyToDecimal)).toEqual(['-1', '0', '999999999999.000001', '999999999999.000002']);
    expect(compareMoney(money('10.0'), money('10.000'))).toBe(0);
  });
});

describe('formatRounded', () => {
  it.each([
    ['9.98', '$10'],
    ['9.995', '$10'],
    ['10.00', '$10'],
    ['9.5', '$10'],
    ['9.499999', '$9'],
    ['-0.4', '$0'],
    ['-1.5', '-$2'],
    ['1234567.89', '$1,234,568'],
  ])('shows %s as %s', (text, shown) => {
    expect(formatRounded(money(text), 'USD', 'en')).toBe(shown);
  });

  it('follows the locale and keeps a currency that is no code', () => {
    expect(formatRounded(money('1234.5'), 'EUR', 'de')).toBe('1.235\u00a0€');
    expect(formatRounded(money('12'), '$$$', 'en')).toBe('12 $$$');
  });
});

describe('formatExact', () => {
  it.each([
    ['9.98', '$9.98'],
    ['9.995', '$9.995'],
    ['9.999999', '$9.999999'],
    ['10', '$10.00'],
    ['999999999999.999999', '$999,999,999,999.999999'],
  ])('shows %s as %s', (text, shown) => {
    expect(formatExact(money(text), 'USD', 'en')).toBe(shown);
  });

  it('follows the currency and the locale', () => {
    expect(formatExact(money('9.995'), 'USD', 'it')).toBe('9,995\u00a0USD');
    expect(formatExact(money('5'), 'JPY', 'en')).toBe('¥5');
  });
});
