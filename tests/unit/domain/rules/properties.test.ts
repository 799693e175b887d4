/** What holds for every history: time lifts exactly what it says it lifts, and order and repetition mean nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallingFact, callingFact, callingState, ruleRefusal } from '#shared/contracts/calling.ts';
import { callingStateOf } from '#shared/domain/rules/calling-state.ts';
import { evaluateIncoming } from '#shared/domain/rules/evaluate-incoming.ts';
import { evaluateMessage } from '#shared/domain/rules/evaluate-message.ts';
import { permissionOf } from '#shared/domain/rules/permission-of.ts';
import { hoursCase, zones } from './arbitrary-hours.ts';
import { channel, contactNumber, day, hour, mayAsk, mayCall, monday, profiles } from './support.ts';

/** Coarse, so that facts fall on one another and on the ends of windows. */
const at = fc.oneof(
  fc.integer({ min: 0, max: 24 * 9 }).map((hours) => monday + hours * hour),
  fc.integer({ min: monday, max: monday + 9 * day }),
);
const maybeAt: fc.Arbitrary<number | null> = fc.option(at);
const maybeTalk: fc.Arbitrary<number | null> = fc.option(fc.integer({ min: 0, max: 2 * hour }));
const id = fc.integer({ min: 0, max: 6 }).map((number) => `f${number}`);
const dated = { id, at };
const directions = fc.constantFrom('user-initiated' as const, 'business-initiated' as const);
const limit = fc.record({
  windowMs: fc.constantFrom(day, 7 * day, hour),
  max: fc.integer({ min: 0, max: 4 }),
  used: fc.integer({ min: 0, max: 5 }),
  liftsAt: maybeAt,
});
const action = fc.record({ allowed: fc.boolean(), limits: fc.array(limit, { maxLength: 2 }) });

const plain: fc.Arbitrary<CallingFact>[] = [
  fc.record({ fact: fc.constant('request' as const), ...dated, via: fc.constantFrom('message', 'template') }),
  fc.record({
    fact: fc.constant('grant' as const),
    ...dated,
    term: fc.constantFrom('permanent', 'temporary'),
    until: maybeAt,
    source: fc.constantFrom('contact', 'automatic'),
  }),
  fc.record({ fact: fc.constant('decline' as const), ...dated }),
  fc.record({ fact: fc.constant('revoke' as const), ...dated, source: fc.constantFrom('contact', 'automatic') }),
  fc.record({ fact: fc.constant('message' as const), ...dated }),
  fc.record({ fact: fc.constant('template' as const), ...dated }),
  fc.record({
    fact: fc.constant('call' as const),
    ...dated,
    direction: directions,
    stage: fc.constantFrom('started', 'answered'),
  }),
  fc.record({
    fact: fc.constant('call' as const),
    ...dated,
    direction: directions,
    stage: fc.constant('ended' as const),
    talkMs: maybeTalk,
    failed: fc.boolean(),
  }),
];
const fromProvider: fc.Arbitrary<CallingFact>[] = [
  fc.record({
    fact: fc.constant('provider' as const),
    ...dated,
    permission: fc.record({ status: fc.constantFrom('none', 'temporary', 'permanent'), until: maybeAt }),
    request: action,
    call: action,
  }),
  fc.record({
    fact: fc.constant('refusal' as const),
    ...dated,
    action: fc.constantFrom('request', 'call'),
    rule: fc.constantFrom('provider-limit', 'permission-missing', 'permission-exists', 'connected-calls'),
    until: maybeAt,
  }),
  fc.record({
    fact: fc.constant('refusal' as const),
    ...dated,
    action: fc.constantFrom('request', 'call'),
    rule: fc.constantFrom('provider-limit', 'connected-calls'),
    until: maybeAt,
    code: fc.constantFrom(138_005, 138_009, 138_012),
  }),
];
/** Mostly what leads to an answer other than no: the contact writes, grants, is asked and called. */
const useful = plain.filter((_each, index) => ![2, 3, 5].includes(index));
const history = fc.array(fc.oneof(...useful, ...useful, ...useful, ...plain, ...fromProvider), { maxLength: 25 });
const profile = fc.constantFrom(...profiles);
const now = fc.integer({ min: monday, max: monday + 10 * day });
const paused = fc
  .oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: at })
  .map((pausedUntil) => ({ channel: { ...channel, pausedUntil } }));
const options = { numRuns: 800 };

describe('time', () => {
  it.each([
    ['calling', mayCall],
    ['asking', mayAsk],
  ] as const)(
    '%s: what is refused is refused up to the millisecond before the stated instant, and allowed at it',
    (_what, may) => {
      fc.assert(
        fc.property(
          history,
          profile,
          now,
          paused,
          fc.double({ min: 0, max: 1, noNaN: true }),
          (facts, rules, start, more, part) => {
            const verdict = may(facts, rules, start, more);
            if (verdict.allowed) return;
            ruleRefusal.parse(verdict);
            const { liftsAt } = verdict;
            expect(verdict.needs.length === 0).toBe(liftsAt !== null);
            const last = liftsAt ?? start + 400 * day;
            expect(last).toBeGreaterThan(start);
            for (const earlier of [start + Math.floor((last - 1 - start) * part), last - 1])
              expect(may(facts, rules, earlier, more).allowed, new Date(earlier).toISOString()).toBe(false);
            if (liftsAt !== null) expect(may(facts, rules, liftsAt, more).allowed).toBe(true);
          },
        ),
        options,
      );
    },
  );

  it.each(zones)(
    'a contact’s call in %s: refused up to the millisecond before the stated instant, and rings at it',
    (timeZone) => {
      const settings = fc.record({
        contactsMayCall: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false)),
        balance: fc.oneof({ weight: 9, arbitrary: fc.constant('25.00') }, fc.constant('9.99')),
      });
      fc.assert(
        fc.property(
          hoursCase(timeZone),
          settings,
          profile,
          fc.double({ min: 0, max: 1, noNaN: true }),
          ({ hours, at: start }, change, rules, part) => {
            const rings = (now: number) =>
              evaluateIncoming({ channel: { ...channel, ...change, hours }, contactNumber }, rules, now);
            const verdict = rings(start);
            if (verdict.allowed) {
              const { closesAt } = verdict.remaining;
              expect(rings((closesAt ?? start) - 1).allowed).toBe(true);
              if (closesAt !== null) expect(rings(closesAt)).toMatchObject({ rule: 'out-of-hours' });
              return;
            }
            ruleRefusal.parse(verdict);
            const { liftsAt, waitUntil } = verdict;
            const last = liftsAt ?? start + 400 * day;
            for (const earlier of [start + Math.floor((last - 1 - start) * part), last - 1])
              expect(rings(earlier).allowed, new Date(earlier).toISOString()).toBe(false);
            if (liftsAt !== null) expect(rings(liftsAt).allowed).toBe(true);
            if (waitUntil !== null) expect(rings(waitUntil)).not.toMatchObject({ rule: 'out-of-hours' });
          },
        ),
        { numRuns: 120 },
      );
    },
  );

  it('each rule on the way that names an end is over when all of them are', () => {
    fc.assert(
      fc.property(history, profile, now, (facts, rules, start) => {
        const verdict = mayAsk(facts, rules, start);
        if (verdict.allowed || verdict.waitUntil === null) return;
        const then = mayAsk(facts, rules, verdict.waitUntil);
        if (then.allowed) return;
        expect(then.waitUntil).toBeNull();
        expect(verdict.needs).toEqual(expect.arrayContaining(then.needs));
      }),
      options,
    );
  });

  it('a closed service window never opens by itself', () => {
    fc.assert(
      fc.property(history, profile, now, fc.nat(30 * day), (facts, rules, start, later) => {
        const asks = { state: callingStateOf(facts, rules), template: false };
        if (!evaluateMessage(asks, start).allowed) expect(evaluateMessage(asks, start + later).allowed).toBe(false);
      }),
      options,
    );
  });
});

describe('facts', () => {
  it('their order and their repetition do not matter', () => {
    const shuffled = history.chain((facts) =>
      fc.tuple(
        fc.constant(facts),
        fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2, maxLength: facts.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, profile, ([facts, again], rules) => {
        expect(callingStateOf(again, rules)).toEqual(callingStateOf(facts, rules));
      }),
      options,
    );
  });

  it('their summary fits its schema and survives being sent', () => {
    fc.assert(
      fc.property(history, profile, (facts, rules) => {
        for (const fact of facts) callingFact.parse(fact);
        const state = callingStateOf(facts, rules);
        expect(callingState.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
      }),
      options,
    );
  });

  it('nothing that is counted twice is allowed more, and nobody is called without permission', () => {
    fc.assert(
      fc.property(history, profile, now, (facts, rules, start) => {
        const verdict = mayCall(facts, rules, start);
        if (!verdict.allowed) return;
        expect(['permanent', 'temporary']).toContain(permissionOf(callingStateOf(facts, rules), start).status);
        expect(verdict.remaining.calls).toBeGreaterThan(0);
      }),
      options,
    );
  });

  it('a request more never leaves more to ask', () => {
    const request = fc.record({
      fact: fc.constant('request' as const),
      id: fc.constant('one more'),
      at,
      via: fc.constant('message' as const),
    });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(...plain), { maxLength: 20 }),
        request,
        profile,
        now,
        (facts, more, rules, start) => {
          const before = mayAsk(facts, rules, start);
          const after = mayAsk([...facts, more], rules, start);
          if (!before.allowed) expect(after.allowed).toBe(false);
          else if (after.allowed)
            expect(after.remaining.requests ?? 0).toBeLessThanOrEqual(before.remaining.requests ?? 0);
        },
      ),
      options,
    );
  });
});
