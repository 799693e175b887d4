/** The rule table of the product, row by row, under both profiles: what holds for the whole channel. */
import { describe, expect, it } from 'vitest';
import { evaluateEnabling } from '#shared/domain/rules/evaluate-enabling.ts';
import { countsInAnswerRate } from '#shared/domain/rules/evaluate-incoming.ts';
import {
  channel,
  day,
  granted,
  hour,
  incoming,
  mayAsk,
  mayCall,
  meta,
  profiles,
  seeds,
  monday as t,
  wrote,
} from './support.ts';

describe.each(profiles)('balance to place or receive calls: at least 10.00 exact ($id)', (profile) => {
  it.each([
    ['9.98', false],
    ['9.999999', false],
    ['-3', false],
    ['10.00', true],
    ['10.000001', true],
    [null, true],
  ])('%s → %s', (balance, allowed) => {
    const low = { rule: 'balance-low', needs: ['top-up'], liftsAt: null };
    const expected = allowed ? { allowed } : { allowed, ...low };
    expect(mayCall([granted(t)], profile, t, { channel: { ...channel, balance } })).toMatchObject(expected);
    expect(incoming({ balance }, profile)).toMatchObject(expected);
  });

  it('says the exact figure, and that an unknown one is unknown', () => {
    const facts = { channel: { ...channel, balance: '9.98' } };
    expect(mayCall([granted(t)], profile, t, facts)).toMatchObject({
      params: { balance: '9.98', minimum: '10.00', currency: 'USD' },
    });
    expect(incoming({ balance: null }, profile)).toMatchObject({ warnings: [{ warning: 'balance-unknown' }] });
  });
});

describe('eligibility to enable calling: messaging limit of 1,000 (seeds) or 2,000 (provider)', () => {
  it.each([
    [seeds, 999, false],
    [seeds, 1000, true],
    [meta, 1999, false],
    [meta, 2000, true],
  ])('$id with %i → %s', (profile, messagingLimit, allowed) => {
    expect(evaluateEnabling({ number: channel.number, messagingLimit }, profile)).toMatchObject(
      allowed ? { allowed } : { allowed, rule: 'messaging-limit-low', needs: ['raise-messaging-limit'] },
    );
  });

  it('an unknown limit is left to the provider, with a warning', () => {
    expect(evaluateEnabling({ number: null, messagingLimit: null }, seeds)).toMatchObject({
      allowed: true,
      warnings: [{ warning: 'messaging-limit-unknown' }],
    });
  });
});

describe('outbound not available for business numbers of some countries', () => {
  const numbers = {
    US: '+12025550123',
    CA: '+14165550123',
    NG: '+2348031234567',
    VN: '+84912345678',
    TR: '+905321234567',
    EG: '+201001234567',
    IT: '+390612345678',
  };
  it.each([
    [seeds, ['US', 'NG', 'CA', 'VN', 'TR']],
    [meta, ['US', 'CA', 'EG', 'VN', 'NG']],
  ])('$id: %s', (profile, unavailable) => {
    for (const [country, number] of Object.entries(numbers)) {
      const refused = unavailable.includes(country);
      const own = { ...channel, number };
      expect(mayCall([granted(t)], profile, t, { channel: own }), country).toMatchObject(
        refused ? { allowed: false, rule: 'outbound-unavailable', params: { country } } : { allowed: true },
      );
      // Contacts may call such a number all the same, and calling may be switched on for it.
      expect(incoming({ number }, profile), country).toMatchObject({ allowed: true });
      const warnings = refused ? [{ warning: 'outbound-unavailable' }] : [];
      expect(evaluateEnabling(own, profile)).toMatchObject({ allowed: true, warnings });
      // It says nothing about the country that is called.
      expect(mayCall([granted(t)], profile, t, { contactNumber: number })).toMatchObject({ allowed: true });
    }
  });
});

describe('no calls at all', () => {
  it.each([
    ['+8501921234567', [seeds, meta]],
    ['+963933123456', [seeds, meta]],
    ['+73652123456', [seeds, meta]],
    ['+380622123456', [seeds, meta]],
    ['+380642123456', [seeds, meta]],
    ['+5352123456', [meta]],
    ['+989121234567', [meta]],
  ])('with %s', (number, blocking) => {
    for (const profile of profiles) {
      const expected = blocking.includes(profile) ? { allowed: false, rule: 'region-blocked' } : { allowed: true };
      expect(mayCall([granted(t)], profile, t, { contactNumber: number })).toMatchObject(expected);
      expect(mayCall([granted(t)], profile, t, { channel: { ...channel, number } })).toMatchObject(expected);
      expect(mayAsk([wrote(t)], profile, t, { contactNumber: number })).toMatchObject(expected);
      expect(incoming({}, profile, number)).toMatchObject(expected);
      expect(evaluateEnabling({ number, messagingLimit: 5000 }, profile)).toMatchObject(expected);
    }
  });
});

describe.each(profiles)('a number that cannot be read ($id)', (profile) => {
  it.each(['+391234', '+999123456', 'anna'])('%s is not called, and rings where it calls', (number) => {
    expect(mayCall([granted(t)], profile, t, { contactNumber: number }).allowed).toBe(false);
    expect(mayCall([granted(t)], profile, t, { channel: { ...channel, number } }).allowed).toBe(false);
    expect(incoming({}, profile, number).allowed).toBe(true);
    expect(incoming({ number }, profile).allowed).toBe(true);
  });
});

describe.each(profiles)('unreliable regions are warned of ($id)', (profile) => {
  it.each([
    ['+971501234567', 'AE'],
    ['+966512345678', 'SA'],
    ['+97433123456', 'QA'],
    ['+201001234567', 'EG'],
  ])('%s', (number, country) => {
    expect(mayCall([granted(t)], profile, t, { contactNumber: number })).toMatchObject({
      allowed: true,
      warnings: expect.arrayContaining([
        { warning: 'unreliable-region', params: expect.objectContaining({ country, side: 'contact' }) },
      ]),
    });
  });
});

describe.each(profiles)('outside business hours ($id)', (profile) => {
  const week = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
  const nine = { timeZone: 'UTC', week: { ...week, monday: [{ open: '09:00', close: '18:00' }] }, holidays: [] };

  it('refused automatically until the next opening, and not counted in the answer rate', () => {
    expect(incoming({ hours: nine }, profile)).toMatchObject({ rule: 'out-of-hours', liftsAt: t + 9 * hour });
    expect(countsInAnswerRate('out-of-hours', profile)).toBe(false);
    expect(countsInAnswerRate('balance-low', profile)).toBe(true);
  });

  it('with a balance too low it is out of hours first, and opening alone does not help', () => {
    expect(incoming({ hours: nine, balance: '9.98' }, profile)).toMatchObject({
      rule: 'out-of-hours',
      rules: ['out-of-hours', 'balance-low'],
      liftsAt: null,
      waitUntil: t + 9 * hour,
      needs: ['top-up'],
    });
  });

  it('hours do not keep the business from calling', () => {
    expect(mayCall([granted(t)], profile, t, { channel: { ...channel, hours: nine } })).toMatchObject({
      allowed: true,
    });
  });
});

describe.each(profiles)('switches of the channel ($id)', (profile) => {
  it('calling off refuses both ways', () => {
    const off = { ...channel, callingOn: false };
    expect(incoming(off, profile)).toMatchObject({ rule: 'calling-off', needs: ['switch-calling-on'] });
    expect(mayCall([granted(t)], profile, t, { channel: off })).toMatchObject({ rule: 'calling-off' });
  });

  it('contacts may not call, but we may call them', () => {
    const own = { ...channel, contactsMayCall: false };
    expect(incoming(own, profile)).toMatchObject({ rule: 'contacts-may-not-call', needs: ['let-contacts-call'] });
    expect(mayCall([granted(t)], profile, t, { channel: own })).toMatchObject({ allowed: true });
  });

  it('a pause of the provider lifts by itself', () => {
    const own = { ...channel, pausedUntil: t + day };
    expect(mayCall([granted(t)], profile, t, { channel: own })).toMatchObject({
      rule: 'calling-paused',
      liftsAt: t + day,
    });
    expect(mayCall([granted(t)], profile, t + day, { channel: own })).toMatchObject({ allowed: true });
  });
});
