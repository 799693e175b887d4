import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallingFact } from '#shared/contracts/calling.ts';
import { callingStateOf } from '#shared/domain/rules/calling-state.ts';
import { forgettableCalls, remembersMs } from '#shared/domain/rules/forgettable.ts';
import { permissionOf } from '#shared/domain/rules/permission-of.ts';
import { revokingRows } from '#shared/domain/rules/profiles.ts';
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
  monday,
  profiles,
  provider,
  revoked,
  template,
  wrote,
} from './support.ts';

const now = monday + 400 * day;
const horizon = now - remembersMs;

const without = (facts: readonly CallingFact[]): readonly CallingFact[] => {
  const gone = forgettableCalls(facts, horizon, revokingRows);
  return facts.filter((fact) => fact.fact !== 'call' || !gone.has(fact.id));
};

const asProvider = (at: number, status: 'none' | 'temporary' | 'permanent', used: number): CallingFact => {
  const said = action(used < 5, { windowMs: day, max: 5, used, liftsAt: null });
  return provider(at, { status }, said, said);
};

const called = (at: number, how: number): CallingFact[] => {
  if (how < 5) return call(at, false);
  if (how < 7) return call(at, true);
  return call(at, how === 7, 'user-initiated');
};

/** Something at an hour of the year; rows of calls come often. */
const piece = (from: number, to: number) =>
  fc
    .record({
      at: fc.integer({ min: from, max: to }).map((hours) => monday + hours * hour),
      what: fc.nat(13),
      how: fc.nat(8),
      row: fc.integer({ min: 1, max: 12 }),
    })
    .map(({ at, what, how, row }): CallingFact[] => {
      switch (what) {
        case 0:
          return [granted(at, how < 4 ? 'permanent' : 'temporary')];
        case 1:
          return [revoked(at)];
        case 2:
          return [declined(at)];
        case 3:
          return [asked(at, how < 6 ? 'message' : 'template')];
        case 4:
          return [wrote(at)];
        case 5:
          return [template(at)];
        case 6:
          return [asProvider(at, (['none', 'temporary', 'permanent'] as const)[how % 3] ?? 'none', how % 6)];
        case 7:
          return [{ ...granted(at, 'temporary'), source: 'automatic' } as CallingFact];
        default:
          return Array.from({ length: row }, (_, index) => called(at + index * 60 * 1000, what < 12 ? 0 : how)).flat();
      }
    });

/** How many there were beyond the row that revokes is no more known. */
const capped = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer), (key, value: unknown) =>
    key === 'unanswered' ? Math.min(Number(value), revokingRows.longest) : value,
  );

describe('calls of long ago', () => {
  it('are forgotten without changing what any rule says, now or later', () => {
    fc.assert(
      fc.property(
        fc.array(piece(0, 370 * 24), { maxLength: 40 }),
        fc.array(piece(370 * 24, 400 * 24), { maxLength: 6 }),
        fc.array(piece(400 * 24 + 1, 410 * 24), { maxLength: 6 }),
        (old, recent, later) => {
          const all = [...old, ...recent].flat();
          const kept = without(all);
          for (const profile of profiles) {
            for (const [facts, fewer, at] of [
              [all, kept, now],
              [all, kept, now + 40 * day],
              [[...all, ...later.flat()], [...kept, ...later.flat()], monday + 410 * day + hour],
            ] as const) {
              const answers = [facts, fewer].map((history) => ({
                call: mayCall(history, profile, at),
                request: mayAsk(history, profile, at),
                permission: permissionOf(callingStateOf(history, profile), at),
              }));
              expect(capped(answers[1])).toEqual(capped(answers[0]));
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  }, 60_000);

  it('of ten years leave a few, however they came out', () => {
    for (const outcomes of [[true], [false], [true, false, false], [false, false, false, false, true]]) {
      const facts = Array.from({ length: 3_334 }, (_, index) =>
        call(now - 3_650 * day + index * 20 * hour, outcomes[index % outcomes.length] ?? false),
      ).flat();
      expect(facts.length).toBeGreaterThan(6_000);
      const kept = without([granted(now - 3_660 * day), ...facts]);
      expect(kept.length).toBeLessThan(200);
    }
  });

  it('stay where they are young, go on, or may have held the window open for a template', () => {
    const young = call(horizon + hour, false);
    const open: CallingFact[] = [
      { fact: 'call', id: 'open', at: monday, direction: 'business-initiated', stage: 'started' },
    ];
    const before = call(monday + day, false, 'user-initiated');
    const facts = [
      ...open,
      ...before,
      template(monday + day + hour),
      ...call(monday + 9 * day, false, 'user-initiated'),
      ...young,
    ];
    expect(forgettableCalls(facts, horizon, revokingRows)).toEqual(new Set());
  });
});
