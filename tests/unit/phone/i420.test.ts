import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fromNv12,
  fromRgba,
  type I420,
  i420Size,
  planesOf,
  rotate,
  shrink,
} from '../../../src/renderer/phone/pictures/i420.ts';

const side = fc.integer({ min: 1, max: 12 }).map((half) => half * 2);
const picture: fc.Arbitrary<I420> = fc
  .tuple(side, side)
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: i420Size(width, height), maxLength: i420Size(width, height) })
      .map((data) => ({ width, height, data: new Uint8Array(data) })),
  );

describe('I420', () => {
  it('turned four times is what it was, and turned back as well', () => {
    fc.assert(
      fc.property(picture, (given) => {
        expect([90, 90, 90, 90].reduce(rotate, given)).toEqual(given);
        expect(rotate(rotate(given, 180), -180)).toEqual(given);
        expect(rotate(rotate(given, 90), 270)).toEqual(given);
      }),
    );
  });

  it('turned clockwise has its upper left corner at the upper right', () => {
    const data = new Uint8Array(i420Size(4, 2)).fill(0);
    data[0] = 7;
    const { width, height, data: turned } = rotate({ width: 4, height: 2, data }, 90);
    expect([width, height, turned[1]]).toEqual([2, 4, 7]);
  });

  it('shrunk stays even and no wider than asked, and one colour stays that colour', () => {
    fc.assert(
      fc.property(picture, fc.integer({ min: 2, max: 24 }), fc.integer({ min: 0, max: 255 }), (given, limit, tone) => {
        const { width, height, data } = shrink({ ...given, data: new Uint8Array(given.data.length).fill(tone) }, limit);
        expect([width % 2, height % 2, data.length]).toEqual([0, 0, i420Size(width, height)]);
        expect(width <= limit || width < 4 || height < 4).toBe(true);
        expect(data.every((value) => value === tone)).toBe(true);
      }),
    );
  });

  it('comes of NV12 with U and V in planes of their own', () => {
    const { data } = fromNv12(4, 2, new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 10, 20, 11, 21]));
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 20, 21]);
  });

  it.each([
    ['black', [0, 0, 0], [16, 128, 128]],
    ['white', [255, 255, 255], [235, 128, 128]],
    ['red', [255, 0, 0], [82, 90, 240]],
    ['blue', [0, 0, 255], [41, 240, 110]],
  ])('comes of %s as ITU-R BT.601 has it', (_name, [red, green, blue], expected) => {
    const rgba = new Uint8ClampedArray(Array.from({ length: 4 }, () => [red ?? 0, green ?? 0, blue ?? 0, 255]).flat());
    const { data } = fromRgba(2, 2, rgba);
    const [y, u, v] = planesOf(2, 2);
    expect([data[y.offset], data[u.offset], data[v.offset]]).toEqual(expected);
  });
});
