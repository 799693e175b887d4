import { describe, expect, it } from 'vitest';
import { callThreshold, topUpRequired } from '#shared/domain/balance.ts';
import { parseMoney } from '#shared/domain/money.ts';

describe('topUpRequired', () => {
  it.each([
    ['9.98', true],
    ['9.995', true],
    ['9.999999', true],
    ['10.00', false],
    ['10', false],
    ['10.000000', false],
    ['10.01', false],
    ['0', true],
    ['-5.00', true],
    ['-12.00', true],
    [null, false],
    ['', false],
    ['ten', false],
    ['9.98 USD', false],
    ['9,98', false],
  ])('%j → %s', (balance, expected) => {
    expect(topUpRequired(balance)).toBe(expected);
  });

  it('has its threshold at 10.00 exact', () => {
    expect(parseMoney('10.00')).toBe(callThreshold);
  });
});
