import { describe, expect, it } from 'vitest';
import { isServiceWindowOpen } from '#shared/domain/service-window.ts';

describe('isServiceWindowOpen', () => {
  it.each([
    ['never opened', null, 1_000, false],
    ['a moment before its end', 1_001, 1_000, true],
    ['at its end', 1_000, 1_000, false],
    ['after its end', 999, 1_000, false],
  ] as const)('%s', (_when, until, now, expected) => {
    expect(isServiceWindowOpen(until, now)).toBe(expected);
  });
});
