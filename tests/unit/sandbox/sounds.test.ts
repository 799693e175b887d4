import { describe, expect, it } from 'vitest';
import { babble } from '../../../src/gateway/connectors/sandbox/media/babble.ts';
import type { FrameSource } from '../../../src/gateway/connectors/sandbox/media/frames.ts';
import { framesOf } from '../../../src/gateway/connectors/sandbox/media/resample.ts';
import { languageOf } from '../../../src/gateway/connectors/sandbox/media/speech.ts';
import { tone } from '../../../src/gateway/connectors/sandbox/media/tone.ts';
import type { PcmSound } from '../../../src/gateway/connectors/sandbox/media/wav.ts';
import { toneShare } from './support/goertzel.ts';

const samplesOf = (source: FrameSource, frames: number): number[] =>
  Array.from({ length: frames }, (_, index) => [...source.frame(index % source.frames)]).flat();
const sine = (hertz: number, sampleRate: number, seconds: number, amplitude = 0.5): PcmSound => ({
  sampleRate,
  samples: sampleRate * seconds,
  sample: (index) => amplitude * Math.sin((2 * Math.PI * hertz * index) / sampleRate),
});
const peak = (samples: readonly number[]): number =>
  samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
const loudness = (samples: readonly number[]): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);

describe('a tone', () => {
  it.each([20, 440, 441, 999, 19_999])(
    'of %i Hz has that frequency and no other, over the seam of its loop',
    (hertz) => {
      const samples = samplesOf(tone(hertz), 150);
      expect(toneShare(samples, 48_000, hertz)).toBeGreaterThan(0.999_999);
      expect(peak(samples)).toBeCloseTo(0.3, 3);
    },
  );

  it('goes on where it ended', () => {
    const { frame, frames } = tone(441);
    const [first, second] = frame(0);
    const last = frame(frames - 1).at(-1);
    expect((first ?? 1) - (last ?? 0)).toBeCloseTo((second ?? 0) - (first ?? 1), 6);
  });
});

describe('a sound of another sample rate', () => {
  it.each([8000, 22_050, 44_100, 96_000])('of %i samples a second keeps its frequency and level', (rate) => {
    const samples = samplesOf(framesOf(sine(1000, rate, 2), 0), 50).slice(4800, 4800 + 24_000);
    expect(toneShare(samples, 48_000, 1000)).toBeGreaterThan(0.999);
    expect(loudness(samples)).toBeCloseTo(0.5 * Math.SQRT1_2, 2);
  });

  it('brings no mirror image of what 48 kHz cannot carry', () => {
    const samples = samplesOf(framesOf(sine(30_000, 96_000, 1), 0), 40).slice(2000);
    expect(loudness(samples)).toBeLessThan(0.02);
  });

  it('is followed by the pause asked for', () => {
    const source = framesOf(sine(1000, 48_000, 1), 900);
    expect(source.frames).toBe(50 + 45);
    expect(loudness([...source.frame(49)])).toBeGreaterThan(0.3);
    expect(loudness([...source.frame(50)])).toBe(0);
  });

  it('fills its last frame with silence', () => {
    const source = framesOf({ sampleRate: 48_000, samples: 1000, sample: () => 0.5 }, 0);
    expect(source.frames).toBe(2);
    expect([...source.frame(1)].filter((sample) => sample !== 0)).toHaveLength(40);
  });
});

describe('the hum of a contact without a voice', () => {
  it('is heard, pauses, and never overloads', () => {
    const samples = samplesOf(babble(), babble().frames);
    expect(peak(samples)).toBeLessThan(0.9);
    expect(loudness(samples.slice(0, 48_000))).toBeGreaterThan(0.03);
    expect(loudness(samples.slice(-48_000))).toBe(0);
  });
});

describe('the language of a contact', () => {
  it.each([
    ['+393331234567', 'it'],
    ['+4915112345678', 'de'],
    ['+436641234567', 'de'],
    ['+41791234567', 'de'],
    ['+447700900123', 'en'],
    [null, 'en'],
  ])('%s: %s', (phone, language) => {
    expect(languageOf(phone)).toBe(language);
  });
});
