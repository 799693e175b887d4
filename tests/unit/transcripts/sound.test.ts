import { describe, expect, it } from 'vitest';
import { piecesOf, sampleRate } from '../../../src/main/transcripts/engine/sound.ts';

/** Loud, except in the seconds given. */
function loud(seconds: number, quiet: readonly (readonly [from: number, to: number])[] = []): Float32Array {
  return Float32Array.from({ length: seconds * sampleRate }, (_, index) => {
    const at = index / sampleRate;
    return quiet.some(([from, to]) => at >= from && at < to) ? 0 : 0.2;
  });
}
const spans = (samples: Float32Array) =>
  piecesOf(samples).map(({ fromMs, samples: piece }) => [fromMs / 1000, piece.length / sampleRate]);

describe('the pieces in which a note is heard', () => {
  it('are one where the note is short enough for every model', () => {
    expect(spans(loud(28))).toEqual([[0, 28]]);
    expect(spans(loud(1))).toEqual([[0, 1]]);
  });

  it('are cut where nobody speaks, and hold every sample once', () => {
    const samples = loud(60, [
      [20, 20.4],
      [41, 41.5],
    ]);
    const found = spans(samples);
    expect(found).toHaveLength(3);
    expect(found[1]?.[0]).toBeCloseTo(20.1, 0);
    expect(found[2]?.[0]).toBeCloseTo(41.1, 0);
    expect(found.reduce((sum, [, length = 0]) => sum + length, 0)).toBe(60);
    expect(Math.max(...found.map(([, length = 0]) => length))).toBeLessThanOrEqual(28);
  });

  it('are never longer than a model hears, also where nobody draws breath', () => {
    const found = spans(loud(100));
    expect(found.every(([, length = 0]) => length > 0 && length <= 28)).toBe(true);
    expect(found.reduce((sum, [, length = 0]) => sum + length, 0)).toBe(100);
  });

  it('are left out where nothing is to be heard', () => {
    expect(piecesOf(new Float32Array(0))).toEqual([]);
    expect(piecesOf(new Float32Array(10 * sampleRate).fill(0.001))).toEqual([]);
    expect(spans(loud(40, [[0, 28]]))[0]?.[0]).toBeGreaterThan(13);
  });
});
