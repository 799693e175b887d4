import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clampLimit, formatPageCursor, parsePageCursor, toPage } from '../../../src/main/store/sqlite/page-cursor.ts';
import { StoreError } from '../../../src/main/store/store-error.ts';

describe('page cursor', () => {
  it('comes back as it went out', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.string({ minLength: 1, maxLength: 256 }), (at, id) => {
        const cursor = formatPageCursor({ at, id });
        expect(parsePageCursor(cursor)).toEqual({ at, id });
        expect(cursor.length).toBeLessThanOrEqual(400);
      }),
    );
  });

  it.each(['', 'x', '12', '12:', ':a', '-1:a', '1e3:a'])('refuses %j', (cursor) => {
    expect(() => parsePageCursor(cursor)).toThrow(StoreError);
  });

  it('keeps a limit between 1 and 200', () => {
    expect([0, -5, Number.NaN, 1.9, 50, 1e9].map(clampLimit)).toEqual([1, 1, 1, 1, 50, 200]);
  });

  it('says next only where there is more', () => {
    const page = (count: number) =>
      toPage(
        Array.from({ length: count }, (_, n) => n),
        2,
        (n) => ({ at: n, id: 'x' }),
        (n) => n,
      );
    expect(page(2)).toEqual({ rows: [0, 1], next: null });
    expect(page(3)).toEqual({ rows: [0, 1], next: '1:x' });
    expect(page(0)).toEqual({ rows: [], next: null });
  });
});
