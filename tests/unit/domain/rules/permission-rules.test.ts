/** The rule table of the product, row by row, under both profiles: a permission, its calls and the service window. */
import { describe, expect, it } from 'vitest';
import { callingStateOf } from '#shared/domain/rules/calling-state.ts';
import { evaluateMessage } from '#shared/domain/rules/evaluate-message.ts';
import { permissionOf } from '#shared/domain/rules/permission-of.ts';
import {
  asked,
  call,
  day,
  declined,
  granted,
  hour,
  mayCall,
  meta,
  profiles,
  revoked,
  seeds,
  monday as t,
  template,
  wrote,
} from './support.ts';

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
