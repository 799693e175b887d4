import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotePeaks } from '../../../src/renderer/phone/notes/note-peaks.ts';
import { barHeights, barsPath } from '../../../src/renderer/ui/features/notes/note-bars.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

describe('the wave form of a note', () => {
  it('is level where nothing is known, or what came is no base64', () => {
    for (const peaks of [null, '', '%%%']) {
      const heights = barHeights(peaks);
      expect(heights).toHaveLength(48);
      expect(Math.max(...heights)).toBe(0);
    }
    expect(barsPath(barHeights(null))).toMatch(/^(M\d+(\.\d+)? \d+(\.\d+)?v0){48}$/);
  });

  it('has as many bars for any length, each between nothing and all, and the loudest is never lost', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 120 }), (bytes) => {
        const heights = barHeights(base64(bytes));
        expect(heights).toHaveLength(48);
        expect(Math.max(...heights)).toBeCloseTo(Math.max(...bytes) / 255, 10);
        expect(Math.min(...heights)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is summed up to 120 values at most, the loudest of each part', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 2_000 }), (samples) => {
        const peaks = new NotePeaks();
        for (const sample of samples) peaks.push({ agentMin: Math.min(0, sample), agentMax: Math.max(0, sample) });
        const summary = peaks.summary();
        expect(summary.length).toBe(Math.min(120, samples.length));
        const loudest = Math.max(0, ...samples.map(Math.abs));
        if (samples.length > 0) expect(Math.max(...summary)).toBe(Math.round(loudest * 255));
      }),
    );
  });
});
