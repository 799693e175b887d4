/** Facts that come twice, late, out of order, or from the provider itself. */
import { describe, expect, it } from 'vitest';
import { type CallingFact, callingFact } from '#shared/contracts/calling.ts';
import { callingStateOf } from '#shared/domain/rules/calling-state.ts';
import { knownProviderErrors, providerError } from '#shared/domain/rules/provider-errors.ts';
import { ruleIds } from '#shared/domain/rules/rule-ids.ts';
import {
  action,
  asked,
  call,
  day,
  declined,
  granted,
  hour,
  mayAsk,
  mayCall,
  meta,
  profiles,
  provider,
  revoked,
  seeds,
  monday as t,
  wrote,
} from './support.ts';

const base = { fact: 'call', id: 'c1', direction: 'business-initiated' } as const;
const started: CallingFact = { ...base, stage: 'started', at: t };
const answered: CallingFact = { ...base, stage: 'answered', at: t + 8000 };
const ended = (talkMs: number | null, failed = false): CallingFact => ({
  ...base,
  stage: 'ended',
  at: t + 20_000,
  talkMs,
  failed,
});

describe('pieces of a call', () => {
  it('a terminate before its connect ends in the same state as after it', () => {
    const state = callingStateOf([started, answered, ended(12_000)], meta);
    expect(callingStateOf([ended(12_000), answered, started], meta)).toEqual(state);
    expect(state).toMatchObject({ unanswered: 0, serviceWindowUntil: t + 8000 + day });
  });

  it('a terminate alone tells by its talk time whether somebody answered', () => {
    expect(callingStateOf([ended(12_000)], meta)).toMatchObject({ unanswered: 0, serviceWindowUntil: t + 8000 + day });
    expect(callingStateOf([ended(null)], meta)).toMatchObject({ unanswered: 1, serviceWindowUntil: null });
    // The provider calls unanswered calls completed, too: only the missing duration tells.
    expect(callingStateOf([started, ended(null)], meta)).toMatchObject({ unanswered: 1 });
  });

  it('a late answer turns an unanswered call into an answered one', () => {
    const early = callingStateOf([granted(t - 1), started, ended(null)], meta);
    expect(early.unanswered).toBe(1);
    expect(callingStateOf([granted(t - 1), started, ended(null), answered], meta).unanswered).toBe(0);
  });

  it('a repeat that leaves out the talk time takes nothing back', () => {
    expect(callingStateOf([ended(12_000), ended(null)], meta).unanswered).toBe(0);
    expect(callingStateOf([ended(null), ended(12_000)], meta).unanswered).toBe(0);
  });

  it('a call that never reached the contact is none that it left unanswered', () => {
    expect(callingStateOf([started, ended(null, true)], meta).unanswered).toBe(0);
  });

  it('one call counts once, however often it is told', () => {
    const facts = [granted(t), ...Array.from({ length: 5 }, () => [started, answered, ended(12_000)]).flat()];
    expect(mayCall(facts, seeds, t + hour)).toMatchObject({ allowed: true, remaining: { calls: 4 } });
    expect(mayCall(facts, meta, t + hour)).toMatchObject({ allowed: true, remaining: { calls: 99 } });
  });
});

describe('what comes late', () => {
  it('a revoke that is older than the grant takes nothing away, wherever it arrives', () => {
    for (const profile of profiles)
      expect(mayCall([granted(t), revoked(t - 1)], profile, t)).toMatchObject({ allowed: true });
  });

  it('of a grant and a revoke of one instant the revoke holds', () => {
    for (const profile of profiles)
      expect(mayCall([revoked(t), granted(t)], profile, t)).toMatchObject({ rule: 'permission-revoked' });
  });

  it('a request counts once, and from when it was sent first', () => {
    const request: CallingFact = { fact: 'request', id: 'r', at: t, via: 'message' };
    const again = { ...request, at: t + hour };
    const facts = [wrote(t + 20 * hour), again, request, again];
    expect(mayAsk(facts, seeds, t + 2 * hour)).toMatchObject({ rule: 'requests-per-day', liftsAt: t + day });
    expect(mayAsk(facts, seeds, t + day)).toMatchObject({ allowed: true, remaining: { requests: 1 } });
  });

  it('a second grant while one runs gives no new attempts', () => {
    const calls = Array.from({ length: 5 }, (_, index) => call(t + index * 60_000, false)).flat();
    const facts = [granted(t), ...calls, granted(t + hour)];
    expect(mayCall(facts, seeds, t + 2 * hour)).toMatchObject({ rule: 'attempts-after-grant', liftsAt: t + day });
    expect(mayCall([...facts, revoked(t + hour / 2)], seeds, t + 2 * hour)).toMatchObject({ allowed: true });
  });

  it('an automatic grant never shortens what the contact granted', () => {
    const automatic: CallingFact = {
      fact: 'grant',
      id: 'a',
      at: t + hour,
      term: 'temporary',
      until: null,
      source: 'automatic',
    };
    expect(callingStateOf([granted(t), automatic], meta).permission).toMatchObject({ since: t, until: null });
    expect(callingStateOf([granted(t, 'temporary'), automatic], meta).permission.until).toBe(t + hour + 7 * day);
  });
});

describe.each(profiles)('what the provider says wins ($id)', (profile) => {
  it('about the permission, in both directions', () => {
    expect(mayCall([granted(t), provider(t + 1, { status: 'none' })], profile, t + 2)).toMatchObject({
      rule: 'permission-missing',
    });
    expect(mayCall([revoked(t), provider(t + 1, { status: 'permanent' })], profile, t + 2)).toMatchObject({
      allowed: true,
    });
    const until = t + hour;
    expect(mayCall([granted(t), provider(t + 1, { status: 'temporary', until })], profile, until)).toMatchObject({
      rule: 'permission-expired',
    });
    // And what happens later still counts.
    expect(mayCall([provider(t, { status: 'permanent' }), revoked(t + 1)], profile, t + 2)).toMatchObject({
      rule: 'permission-revoked',
    });
  });

  it('about its limits: full until it says', () => {
    const full = { windowMs: day, max: 1, used: 1, liftsAt: t + 3 * hour };
    const facts = [wrote(t), provider(t, { status: 'none' }, action(false, full))];
    expect(mayAsk(facts, profile, t)).toMatchObject({ rule: 'requests-per-day', liftsAt: t + 3 * hour });
    expect(mayAsk(facts, profile, t + 3 * hour)).toMatchObject({ allowed: true });
    const calls = { windowMs: day, max: 5, used: 5, liftsAt: t + 2 * hour };
    const busy = [granted(t - 1), provider(t, { status: 'permanent' }, action(true), action(false, calls))];
    expect(mayCall(busy, profile, t)).toMatchObject({ liftsAt: t + 2 * hour, params: { max: 5, hours: 24 } });
  });

  it('about its limits: allowed although we counted more', () => {
    const room = { windowMs: day, max: 25, used: 1, liftsAt: null };
    const facts = [wrote(t), asked(t), declined(t), provider(t + 1, { status: 'none' }, action(true, room))];
    expect(mayAsk(facts, profile, t + 2)).toMatchObject({ allowed: true });
    expect(mayAsk([wrote(t), asked(t), provider(t + 1, { status: 'none' })], profile, t + 2)).toMatchObject({
      allowed: true,
    });
  });

  it('and what we do after it was asked is counted on top', () => {
    const room = { windowMs: day, max: 2, used: 1, liftsAt: null };
    const facts = [wrote(t), provider(t, { status: 'none' }, action(true, room))];
    expect(mayAsk(facts, profile, t)).toMatchObject({ allowed: true, remaining: { requests: 1 } });
    expect(mayAsk([...facts, asked(t + 1)], profile, t + 2)).toMatchObject({ rule: 'requests-per-day' });
  });

  it('no without a reason is no until something changes', () => {
    const facts = [granted(t), provider(t + 1, { status: 'permanent' }, action(true), action(false))];
    expect(mayCall(facts, profile, t + day)).toMatchObject({
      rule: 'provider-refused',
      liftsAt: null,
      needs: ['ask-provider'],
    });
    expect(mayCall([...facts, revoked(t + 2), granted(t + 3)], profile, t + day)).toMatchObject({ allowed: true });
  });

  it('by an error: for as long as it says, or as its limit can last', () => {
    const refusal = (until: number | null): CallingFact => ({
      fact: 'refusal',
      id: 'e',
      at: t,
      action: 'call',
      rule: 'connected-calls',
      until,
      code: 138_012,
    });
    expect(mayCall([granted(t), refusal(t + hour)], profile, t)).toMatchObject({
      rule: 'connected-calls',
      liftsAt: t + hour,
    });
    expect(mayCall([granted(t), refusal(null)], profile, t)).toMatchObject({ liftsAt: t + day });
    // It did not say how many it allows: no number is told, while it refuses or afterwards.
    expect(mayCall([granted(t), refusal(null)], profile, t)).toMatchObject({ params: { code: 138_012 } });
    const own = mayCall([granted(t)], profile, t + day);
    expect(mayCall([granted(t), refusal(null)], profile, t + day)).toEqual(own);
    const gone: CallingFact = {
      fact: 'refusal',
      id: 'e',
      at: t + 1,
      action: 'call',
      rule: 'permission-missing',
      until: null,
    };
    expect(mayCall([granted(t), gone], profile, t + 2)).toMatchObject({ rule: 'permission-missing' });
  });
});

describe('error codes of the provider', () => {
  it.each([
    [131044, 'balance-low', 'act'],
    [138000, 'calling-off', 'act'],
    [138003, 'already-in-call', 'act'],
    [138004, 'provider-failed', 'try-again'],
    [138006, 'permission-missing', 'act'],
    [138009, 'provider-limit', 'wait'],
    [138012, 'connected-calls', 'wait'],
    [138013, 'outbound-unavailable', 'act'],
    [138014, 'calling-paused', 'wait'],
    [138015, 'messaging-limit-low', 'act'],
    [138017, 'permission-exists', 'act'],
    [100, 'provider-refused', 'act'],
    [999_999, 'provider-refused', 'act'],
  ])('%i is %s', (code, rule, advice) => {
    expect(providerError(code)).toMatchObject({ rule, advice });
  });

  it('each has a rule with words, and a need exactly where there is something to do', () => {
    for (const code of knownProviderErrors) {
      const { rule, need, advice } = providerError(code);
      expect(ruleIds).toContain(rule);
      expect(need !== null, String(code)).toBe(advice === 'act');
    }
  });
});

describe('the schema of facts', () => {
  it.each([
    [{ fact: 'message', id: 'm', at: -1 }],
    [{ fact: 'message', id: 'm', at: 1.5 }],
    [{ fact: 'call', id: '../c', at: 1, direction: 'user-initiated', stage: 'started' }],
    [{ fact: 'call', id: 'c', at: 1, direction: 'user-initiated', stage: 'ended' }],
    [{ fact: 'grant', id: 'g', at: 1, term: 'forever', until: null, source: 'contact' }],
    [{ fact: 'revoke', id: 'r', at: 1, source: 'contact', until: 5 }],
  ])('refuses %j', (value) => {
    expect(callingFact.safeParse(value).success).toBe(false);
  });
});
