import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantsOf, jumpsBetween, wallTimeAt } from '#shared/domain/rules/zone.ts';

/** What a computer's clock tells, from 1970 to 2100. */
const instant = fc.integer({ min: 0, max: Date.UTC(2100, 0) });

describe('UTC, which needs no clock', () => {
  it('shows what a zone shows that never left it', () => {
    fc.assert(
      fc.property(instant, (at) => {
        expect(wallTimeAt('UTC', at)).toBe(wallTimeAt('Africa/Abidjan', at));
        expect(instantsOf('UTC', at)).toEqual([at]);
      }),
      { examples: [[0], [Date.UTC(2026, 10, 30, 23, 59, 59, 999)]] },
    );
  });

  it('never jumps', () => {
    expect(jumpsBetween('UTC', Date.UTC(2026, 0), Date.UTC(2027, 0))).toEqual([]);
  });
});
