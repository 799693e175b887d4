import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hear, silence, type Voice } from '../../../src/renderer/ui/state/speaking.ts';

const step = 66;

/** What is shown after each level, one every 66 ms. */
function speakingAlong(levels: readonly number[]): boolean[] {
  let voice: Voice = silence;
  return levels.map((level, index) => {
    voice = hear(voice, level, index * step);
    return voice.speaking;
  });
}

const times = (count: number, level: number): number[] => Array.from({ length: count }, () => level);

describe('who is speaking', () => {
  it('begins after a tenth of a second of voice, not with a knock', () => {
    expect(speakingAlong(times(4, 0.1))).toEqual([false, false, true, true]);
    expect(speakingAlong([0.5, 0, 0, 0.5, 0])).toEqual([false, false, false, false, false]);
  });

  it('goes on through the pauses between words, and ends after more than half a second', () => {
    const words = [...times(4, 0.1), ...times(8, 0), ...times(2, 0.1), ...times(9, 0)];
    expect(speakingAlong(words).slice(2).every(Boolean)).toBe(true);
    expect(speakingAlong([...times(4, 0.1), ...times(11, 0)]).at(-1)).toBe(false);
  });

  it('does not flicker at a level between the two thresholds', () => {
    expect(speakingAlong(times(30, 0.015)).some(Boolean)).toBe(false);
    expect(
      speakingAlong([...times(4, 0.1), ...times(30, 0.015)])
        .slice(2)
        .every(Boolean),
    ).toBe(true);
  });

  it('never turns around twice within the shorter of its two times, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 200 }), (levels) => {
        const shown = speakingAlong(levels);
        const turns = shown.flatMap((value, index) => (index > 0 && value !== shown[index - 1] ? [index * step] : []));
        for (const [index, at] of turns.entries()) expect(at - (turns[index - 1] ?? -Infinity)).toBeGreaterThan(100);
      }),
    );
  });

  it('is a new value only where something changed', () => {
    expect(hear(silence, 0, 5)).toBe(silence);
    const turning = hear(silence, 1, 5);
    expect(hear(turning, 1, 6)).toBe(turning);
  });
});
