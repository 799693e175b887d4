import { describe, expect, it } from 'vitest';
import { byteRange } from '../../../src/main/security/byte-range.ts';

describe('byteRange (RFC 9110 §14)', () => {
  it.each([
    [null, 10, 'whole'],
    ['', 10, 'whole'],
    ['bytes=-', 10, 'whole'],
    ['bytes=5-2', 10, 'whole'],
    ['bytes=0-1,4-5', 10, 'whole'],
    ['seconds=0-1', 10, 'whole'],
    ['bytes=1e3-', 10, 'whole'],
    ['bytes=0-', 10, { start: 0, end: 9 }],
    ['bytes=0-0', 10, { start: 0, end: 0 }],
    ['bytes=3-5', 10, { start: 3, end: 5 }],
    ['bytes=9-', 10, { start: 9, end: 9 }],
    ['bytes=4-4000', 10, { start: 4, end: 9 }],
    ['Bytes = 4-5', 10, { start: 4, end: 5 }],
    ['bytes=-3', 10, { start: 7, end: 9 }],
    ['bytes=-30', 10, { start: 0, end: 9 }],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=10-20', 10, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=-1', 0, 'unsatisfiable'],
    ['bytes=99999999999999999999-', 10, 'whole'],
  ])('%s of %i bytes', (header, size, expected) => {
    expect(byteRange(header, size)).toEqual(expected);
  });
});
