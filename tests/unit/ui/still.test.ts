import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdOrder } from '../../../src/renderer/ui/hooks/hold-order.ts';
import { keepStill } from '../../../src/renderer/ui/hooks/keep-still.ts';

describe('a list under the pointer', () => {
  it('lets a card cover its first rows instead of pushing them', () => {
    expect(keepStill({ scrollTop: 0, blank: 0 }, 110)).toEqual({ scrollTop: 110, blank: 0 });
  });

  it('leaves a blank where a card went away', () => {
    expect(keepStill({ scrollTop: 40, blank: 0 }, -110)).toEqual({ scrollTop: 0, blank: 70 });
    expect(keepStill({ scrollTop: 0, blank: 70 }, 110)).toEqual({ scrollTop: 40, blank: 0 });
  });

  it('never moves a row on the screen, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.array(fc.integer({ min: -300, max: 300 })), (scrollTop, deltas) => {
        let edge = 100;
        let placement = { scrollTop, blank: 0 };
        const rowAt = () => edge + placement.blank - placement.scrollTop;
        const before = rowAt();
        for (const delta of deltas) {
          placement = keepStill(placement, delta);
          edge += delta;
          expect(rowAt()).toBe(before);
          expect(Math.min(placement.scrollTop, placement.blank)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('an order that is held', () => {
  const keyOf = (row: { readonly id: string }) => row.id;
  const rows = (...texts: readonly string[]) => texts.map((text) => ({ id: text[0] ?? '', text }));
  const held = (shown: readonly string[], latest: readonly string[]) =>
    holdOrder(rows(...shown), rows(...latest), keyOf).map(({ text }) => text);

  it('keeps rows in their places with their new contents', () => {
    expect(held(['a', 'b', 'c'], ['c new', 'a', 'b'])).toEqual(['a', 'b', 'c new']);
  });

  it('takes out what is gone and makes what is new wait', () => {
    expect(held(['a', 'b'], ['n', 'b'])).toEqual(['b']);
  });

  it('adds a further page below', () => {
    expect(held(['a', 'b'], ['b new', 'a', 'c', 'd'])).toEqual(['a', 'b new', 'c', 'd']);
    expect(held([], ['a', 'b'])).toEqual(['a', 'b']);
  });
});
