import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeIssues } from '#shared/contracts/describe-issues.ts';
import { ruleProfileSchema } from '#shared/contracts/rule-profile.ts';
import { regionOfNumber } from '#shared/domain/rules/regions.ts';
import { granted, mayCall, meta, monday, profiles, seeds } from './support.ts';

describe.each(profiles)('the region of a number ($id)', (profile) => {
  it.each([
    ['+390612345678', 'IT', null, true],
    ['+77012345678', 'KZ', null, true],
    ['+14165550123', 'CA', null, true],
    ['+12684601234', 'AG', null, true],
    ['+74951234567', 'RU', null, true],
    ['+380441234567', 'UA', null, true],
    // Crimea, Sevastopol
    ['+73652123456', 'RU', 'crimea', true],
    ['+78692123456', 'RU', 'crimea', true],
    ['+380652123456', 'UA', 'crimea', true],
    ['+380692123456', 'UA', 'crimea', true],
    ['+78562123456', 'RU', 'donetsk', true],
    ['+380622123456', 'UA', 'donetsk', true],
    ['+78572123456', 'RU', 'luhansk', true],
    ['+380642123456', 'UA', 'luhansk', true],
    // Mobile codes of operators there: likely, no more.
    ['+79781234567', 'RU', 'crimea', false],
    ['+79491234567', 'RU', 'donetsk', false],
    ['+79591234567', 'RU', 'luhansk', false],
    // Mobiles of the two countries say nothing.
    ['+79161234567', 'RU', null, false],
    ['+380501234567', 'UA', null, false],
    ['+380671234567', 'UA', null, false],
    ['+380931234567', 'UA', null, false],
  ])('%s is in %s, %s', (number, country, area, certain) => {
    expect(regionOfNumber(number, profile)).toEqual({ ok: true, country, area, certain });
  });

  it.each([
    ['+39', 'number-impossible'],
    ['+38099123', 'number-impossible'],
    ['+850212345', 'number-impossible'],
    ['0612345678', 'number-impossible'],
    ['+1234567890123456', 'number-impossible'],
    ['', 'number-impossible'],
    ['+99912345678', 'region-unknown'],
    ['+21012345678', 'region-unknown'],
    ['+8823412345678', 'region-unknown'],
  ])('%j: %s', (number, flaw) => {
    expect(regionOfNumber(number, profile)).toEqual({ ok: false, flaw });
  });

  it('answers anything with a value', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\+[1-9]\d{4,16}$/)), (text) => {
        expect(regionOfNumber(text, profile)).toHaveProperty('ok');
      }),
    );
  });
});

describe('what a call makes of it', () => {
  it('a likely number of a blocked area is warned of, not refused', () => {
    expect(mayCall([granted(monday)], seeds, monday, { contactNumber: '+79781234567' })).toMatchObject({
      allowed: true,
      warnings: expect.arrayContaining([
        { warning: 'region-uncertain', params: { side: 'contact', country: 'RU', area: 'crimea' } },
      ]),
    });
  });

  it('an impossible number is refused as such', () => {
    for (const [contactNumber, rule] of [
      ['+39', 'number-impossible'],
      ['+99912345678', 'region-unknown'],
    ])
      expect(mayCall([granted(monday)], meta, monday, { contactNumber: contactNumber ?? '' })).toMatchObject({
        rule,
        needs: ['correct-number'],
      });
  });

  it('a contact without a number may be called; what is not known is said', () => {
    expect(mayCall([granted(monday)], meta, monday, { contactNumber: null })).toMatchObject({
      allowed: true,
      warnings: expect.arrayContaining([{ warning: 'region-not-known', params: {} }]),
    });
  });
});

describe('a profile that cannot be', () => {
  const problems = (change: object): string => {
    const parsed = ruleProfileSchema.safeParse({ ...meta, ...change });
    return parsed.success ? '' : describeIssues(parsed.error).join('\n');
  };

  it.each([
    [{ minimumBallance: '10' }, 'minimumBallance: is not a known field'],
    [{ minimumBalance: 10 }, 'minimumBalance: must be a text'],
    [{ grant: { ...meta.grant, temporaryHours: 0 } }, 'grant.temporaryHours: must be at least 1'],
    [{ grant: { ...meta.grant, warnedAfterUnanswered: 4 } }, 'grant.warnedAfterUnanswered: must be below'],
    [
      { permissionRequest: { ...meta.permissionRequest, per24Hours: 3 } },
      'permissionRequest.per7Days: must not be below',
    ],
    [{ regions: { ...meta.regions, unreliable: ['Egypt'] } }, 'regions.unreliable[0]: must be an ISO country code'],
  ])('%#', (change, message) => {
    expect(problems(change)).toContain(message);
  });

  it('both that ship are named like their files and hold every number', () => {
    expect(profiles.map(({ id }) => id)).toEqual(['respond-io-2025-08', 'meta-2026-10']);
    for (const profile of profiles) expect(ruleProfileSchema.parse(profile)).toEqual(profile);
  });
});
