import { describe, expect, it } from 'vitest';
import { isBelow } from '#shared/domain/balance.ts';
import { balanceLow } from '#shared/domain/rules/checks.ts';
import { profiles, ruleProfile } from '#shared/domain/rules/profiles.ts';
import { facts } from '../calling/facts.ts';

describe('a balance below 10.00', () => {
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
    expect(isBelow(balance, '10.00')).toBe(expected);
  });

  it('is what the rules of every profile refuse by, and by nothing else', () => {
    for (const profile of profiles) {
      expect(profile.minimumBalance).toBe('10.00');
      for (const balance of ['9.995', '10.00', '-1', null, 'ten']) {
        const { channel } = facts();
        const refuses = balanceLow({ ...channel, balance }, profile).length > 0;
        expect(refuses).toBe(isBelow(balance, profile.minimumBalance));
      }
    }
  });

  it('is judged by the profile in force, by the default where the gateway names one that is unknown here', () => {
    expect(isBelow('19.99', '20')).toBe(true);
    expect(isBelow('19.99', 'much')).toBe(false);
    expect(ruleProfile('of the year 2031').minimumBalance).toBe('10.00');
  });
});
