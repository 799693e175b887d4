/** The rule table of the product, row by row, under both profiles. */
import { describe, expect, it } from 'vitest';
import type { ChannelState } from '#shared/contracts/calling.ts';
import { callingStateOf } from '#shared/domain/rules/calling-state.ts';
import { evaluateEnabling } from '#shared/domain/rules/evaluate-enabling.ts';
import { countsInAnswerRate, evaluateIncoming } from '#shared/domain/rules/evaluate-incoming.ts';
import { evaluateMessage } from '#shared/domain/rules/evaluate-message.ts';
import { permissionOf } from '#shared/domain/rules/permission-of.ts';
import {
  asked,
  call,
  channel,
  contactNumber,
  day,
  declined,
  granted,
  hour,
  mayAsk,
  mayCall,
  meta,
  profiles,
  revoked,
  seeds,
  monday as t,
  template,
  wrote,
} from './support.ts';

const incoming = (change: Partial<ChannelState>, profile = seeds, number: string | null = contactNumber) =>
  evaluateIncoming({ channel: { ...channel, ...change }, contactNumber: number }, profile, t);

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

describe.each(profiles)('permission request ($id)', (profile) => {
  it('needs an open service window', () => {
    expect(mayAsk([], profile, t)).toMatchObject({
      allowed: false,
      rule: 'service-window-closed',
      liftsAt: null,
      needs: ['contact-writes'],
    });
    expect(mayAsk([wrote(t)], profile, t + day - 1)).toMatchObject({ allowed: true, remaining: { requests: 1 } });
    expect(mayAsk([wrote(t)], profile, t + day)).toMatchObject({ allowed: false });
  });

  it('once in 24 hours, to the millisecond', () => {
    const history = [wrote(t), wrote(t + 20 * hour), asked(t)];
    expect(mayAsk(history, profile, t + day - 1)).toMatchObject({ rule: 'requests-per-day', liftsAt: t + day });
    expect(mayAsk(history, profile, t + day)).toMatchObject({ allowed: true, remaining: { requests: 1 } });
  });

  it('twice in 7 days', () => {
    const history = [asked(t), asked(t + 2 * day), wrote(t + 6.5 * day)];
    expect(mayAsk(history, profile, t + 6.5 * day)).toMatchObject({ rule: 'requests-per-week', liftsAt: t + 7 * day });
    expect(mayAsk(history, profile, t + 7 * day)).toMatchObject({ allowed: true });
  });

  it('names no instant at which the window will be closed again, but what has to happen', () => {
    expect(mayAsk([wrote(t - hour), asked(t)], profile, t)).toMatchObject({
      rule: 'requests-per-day',
      liftsAt: null,
      waitUntil: t + day,
      needs: ['contact-writes'],
    });
  });

  it('after a template opened the conversation only once the contact has written', () => {
    const called = call(t + hour, false, 'user-initiated');
    const waiting = [template(t), ...called];
    expect(mayAsk(waiting, profile, t + 2 * hour)).toMatchObject({ rule: 'reply-needed', needs: ['contact-writes'] });
    expect(mayAsk([...waiting, wrote(t + 2 * hour)], profile, t + 2 * hour)).toMatchObject({ allowed: true });
    // One sent into an open conversation opens none.
    expect(mayAsk([wrote(t), template(t + hour)], profile, t + 2 * hour)).toMatchObject({ allowed: true });
  });

  it('again 24 hours after the contact declined', () => {
    const history = [asked(t), declined(t + 20 * hour), wrote(t + 30 * hour)];
    const again = t + 44 * hour;
    expect(mayAsk(history, profile, again - 1)).toMatchObject({ rule: 'declined-recently', liftsAt: again });
    expect(mayAsk(history, profile, again)).toMatchObject({ allowed: true });
    expect(mayCall(history, profile, again)).toMatchObject({ rule: 'permission-declined', needs: ['grant'] });
  });

  it('not where there is a permanent permission already', () => {
    expect(mayAsk([wrote(t), granted(t)], profile, t)).toMatchObject({ rule: 'permission-exists' });
  });
});

describe('permission request: what the profiles differ in', () => {
  it('a template may carry it outside the window under meta only', () => {
    expect(mayAsk([], seeds, t, { via: 'template' })).toMatchObject({ rule: 'template-cannot-ask' });
    expect(mayAsk([], meta, t, { via: 'template' })).toMatchObject({ allowed: true });
    expect(mayAsk([asked(t, 'template')], meta, t + 1, { via: 'template' })).toMatchObject({
      rule: 'requests-per-day',
      liftsAt: t + day,
    });
  });

  it.each(['business-initiated', 'user-initiated'] as const)(
    'a connected %s call sets the counts back under meta only',
    (direction) => {
      const history = [wrote(t), asked(t), asked(t - day), ...call(t + 1000, true, direction)];
      expect(mayAsk(history, meta, t + hour)).toMatchObject({ allowed: true });
      expect(mayAsk(history, seeds, t + hour)).toMatchObject({ allowed: false, rule: 'requests-per-day' });
    },
  );
});

describe('permission granted', () => {
  it.each(profiles)('$id: a permanent one lasts until revoked', (profile) => {
    expect(mayCall([granted(t)], profile, t + 3650 * day)).toMatchObject({ allowed: true });
    expect(mayCall([granted(t), revoked(t + day)], profile, t + day)).toMatchObject({
      rule: 'permission-revoked',
      liftsAt: null,
      needs: ['grant'],
    });
    expect(mayCall([], profile, t)).toMatchObject({ rule: 'permission-missing' });
    expect(mayCall([asked(t)], profile, t)).toMatchObject({ rule: 'permission-waiting' });
  });

  it('a temporary one lasts 168 hours under meta, and until revoked under the seeds', () => {
    const history = [granted(t, 'temporary')];
    expect(mayCall(history, meta, t + 168 * hour - 1)).toMatchObject({
      allowed: true,
      remaining: { permissionUntil: t + 168 * hour },
    });
    expect(mayCall(history, meta, t + 168 * hour)).toMatchObject({ rule: 'permission-expired', needs: ['grant'] });
    expect(mayCall(history, seeds, t + 400 * day)).toMatchObject({ allowed: true });
  });

  it('the end that the provider names counts', () => {
    const grant = { fact: 'grant', id: 'g', at: t, term: 'temporary', until: t + hour, source: 'contact' } as const;
    for (const profile of profiles) expect(mayCall([grant], profile, t + hour)).toMatchObject({ allowed: false });
  });

  it('four unanswered calls in a row revoke it under meta; the third is warned of', () => {
    const tries = (count: number) => Array.from({ length: count }, (_, index) => call(t + index * hour, false)).flat();
    const after = t + 10 * hour;
    expect(mayCall([granted(t), ...tries(3)], meta, after)).toMatchObject({
      allowed: true,
      warnings: expect.arrayContaining([{ warning: 'revocation-near', params: { left: 1, unanswered: 3 } }]),
    });
    expect(mayCall([granted(t), ...tries(4)], meta, after)).toMatchObject({ rule: 'permission-revoked-unanswered' });
    expect(mayCall([granted(t), ...tries(4)], seeds, after)).toMatchObject({ allowed: true });
    const between = call(t + 2.5 * hour, true);
    expect(mayCall([granted(t), ...tries(4), ...between], meta, after)).toMatchObject({ allowed: true });
    // A new grant begins anew.
    expect(mayCall([granted(t), ...tries(4), granted(t + 5 * hour)], meta, after)).toMatchObject({ allowed: true });
  });
});

describe('call attempts after a grant', () => {
  const calls = (count: number, answered: boolean) =>
    Array.from({ length: count }, (_, index) => call(t + (index + 1) * 60_000, answered)).flat();

  it('seeds: 5 in the first 24 hours, answered or not; afterwards no limit', () => {
    expect(mayCall([granted(t), ...calls(4, true)], seeds, t + hour)).toMatchObject({ remaining: { calls: 1 } });
    const history = [granted(t), ...calls(3, true), ...calls(2, false)];
    expect(mayCall(history, seeds, t + day - 1)).toMatchObject({ rule: 'attempts-after-grant', liftsAt: t + day });
    expect(mayCall(history, seeds, t + day)).toMatchObject({ allowed: true });
    const later = Array.from({ length: 20 }, (_, index) => call(t + day + index * 60_000, false)).flat();
    expect(mayCall([granted(t), ...later], seeds, t + day + hour)).toMatchObject({ allowed: true });
  });

  it('meta: 100 connected ones in any 24 hours', () => {
    const history = [granted(t), ...calls(100, true)];
    const lifts = t + 65_000 + day;
    expect(mayCall(history, meta, lifts - 1)).toMatchObject({ rule: 'connected-calls', liftsAt: lifts });
    expect(mayCall(history, meta, lifts)).toMatchObject({ allowed: true, remaining: { calls: 1 } });
    expect(mayCall([granted(t), ...calls(99, true), ...calls(3, false)], meta, t + 3 * hour)).toMatchObject({
      remaining: { calls: 1 },
    });
  });

  it('meta: where the permission ends before the limit, waiting does not help', () => {
    const history = [granted(t - 165 * hour, 'temporary'), ...calls(100, true)];
    expect(mayCall(history, meta, t + 2 * hour)).toMatchObject({
      rule: 'connected-calls',
      liftsAt: null,
      needs: ['grant'],
    });
  });
});

describe.each(profiles)('service window: 24 hours ($id)', (profile) => {
  it.each([
    ['the contact writes', [wrote(t)], t + day],
    ['the contact calls, answered or not', call(t, false, 'user-initiated'), t + day],
    ['the contact accepts a call', call(t, true), t + 5000 + day],
  ])('opens when %s', (_what, history, until) => {
    const { serviceWindowUntil } = callingStateOf(history, profile);
    const ask = (at: number, isTemplate = false) =>
      evaluateMessage({ state: { serviceWindowUntil }, template: isTemplate }, at);
    expect(ask(until - 1)).toMatchObject({ allowed: true, remaining: { windowUntil: until } });
    expect(ask(until)).toMatchObject({ rule: 'service-window-closed', liftsAt: null, needs: ['contact-writes'] });
    expect(ask(until, true)).toMatchObject({ allowed: true });
  });

  it.each([
    ['a call that nobody accepted', call(t, false)],
    ['our template', [template(t)]],
    ['a request, a grant', [asked(t), granted(t)]],
  ])('not by %s', (_what, history) => {
    expect(callingStateOf(history, profile).serviceWindowUntil).toBeNull();
  });

  it('no call opens a closed conversation', () => {
    expect(profile.callOpensConversation).toBe(false);
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

describe('how a permission stands', () => {
  it.each([
    [[], { status: 'none' }],
    [[asked(t)], { status: 'waiting', since: t, until: t + 168 * hour }],
    [[asked(t - 168 * hour)], { status: 'none' }],
    [[asked(t), declined(t)], { status: 'declined', since: t, askAgainAt: t + day }],
    [[asked(t - 1), granted(t)], { status: 'permanent', since: t }],
    [[granted(t, 'temporary')], { status: 'temporary', since: t, until: t + 168 * hour }],
    [[granted(t - 168 * hour, 'temporary')], { status: 'expired', since: t }],
    [[granted(t - 1), revoked(t)], { status: 'revoked', since: t, automatic: false }],
    // A further request may be declined while a permission runs.
    [[granted(t - 1, 'temporary'), asked(t), declined(t)], { status: 'temporary', since: t - 1 }],
  ])('%#', (history, expected) => {
    expect(permissionOf(callingStateOf(history, meta), t)).toMatchObject(expected);
  });
});
