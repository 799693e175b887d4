import { writeFileSync } from 'node:fs';
import { wavOf } from '../../fixtures/wav.ts';

/** Writes what Chromium's fake microphone plays, in a loop. */
export const writeToneWav = (path: string, frequency: number, seconds: number): void =>
  writeFileSync(path, wavOf(frequency, 48_000, seconds));

/**
 * Share of a signal's energy that lies at one frequency (Goertzel), 0…1. A pure tone gives about 1, silence 0.
 */
export function toneShare(samples: Float32Array, rate: number, frequency: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / rate);
  let previous = 0;
  let beforePrevious = 0;
  let energy = 0;
  for (const sample of samples) {
    const current = sample + coefficient * previous - beforePrevious;
    beforePrevious = previous;
    previous = current;
    energy += sample * sample;
  }
  if (energy === 0) return 0;
  const power = previous * previous + beforePrevious * beforePrevious - coefficient * previous * beforePrevious;
  return (2 * power) / (samples.length * energy);
}

/** Milliseconds at the beginning in which nothing is to be heard. */
export function silentAtFirst(samples: Float32Array, rate: number): number {
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const first = samples.findIndex((sample) => Math.abs(sample) > loudest / 10);
  return first < 0 ? Number.POSITIVE_INFINITY : (first / rate) * 1_000;
}

/** Highest share over windows of `windowMs`: finds a tone that does not last for the whole of the signal. */
export function bestToneShare(samples: Float32Array, rate: number, frequency: number, windowMs = 100): number {
  return bestWindow(samples, rate, windowMs, (window) => toneShare(window, rate, frequency));
}

/**
 * Lengths, in seconds and in order, of every stretch of a second or more in which nothing is to be heard. What a machine that was busy
 * otherwise left out is shorter.
 */
export function silences(samples: Float32Array, rate: number): readonly number[] {
  const step = Math.round(rate / 50);
  const found: number[] = [];
  let quiet = 0;
  const finish = (): void => {
    if (quiet * step >= rate) found.push((quiet * step) / rate);
    quiet = 0;
  };
  for (let start = 0; start + step <= samples.length; start += step) {
    const isQuiet = samples.subarray(start, start + step).every((sample) => Math.abs(sample) < 0.002);
    if (isQuiet) quiet += 1;
    else finish();
  }
  finish();
  return found;
}

const rows = [697, 770, 852, 941] as const;
const columns = [1209, 1336, 1477, 1633] as const;
const digits = ['123A', '456B', '789C', '*0#D'] as const;

/** The DTMF digit (ITU-T Q.23) that sounds most clearly anywhere in the signal; null where none holds half of a window's energy. */
export function clearestDigit(samples: Float32Array, rate: number): string | null {
  let found: { readonly digit: string; readonly share: number } = { digit: '', share: 0 };
  rows.forEach((row, line) => {
    columns.forEach((column, place) => {
      const share = bestWindow(
        samples,
        rate,
        40,
        (window) => Math.min(toneShare(window, rate, row), toneShare(window, rate, column)) * 2,
      );
      if (share > found.share) found = { digit: digits[line]?.[place] ?? '', share };
    });
  });
  return found.share >= 0.5 ? found.digit : null;
}

/** Windows overlap by three quarters, so that a short tone lies wholly in one of them; silence is passed over. */
function bestWindow(
  samples: Float32Array,
  rate: number,
  windowMs: number,
  score: (window: Float32Array) => number,
): number {
  const length = Math.round((rate * windowMs) / 1000);
  let best = 0;
  for (let start = 0; start + length <= samples.length; start += Math.round(length / 4)) {
    const window = samples.subarray(start, start + length);
    const rms = Math.sqrt(window.reduce((sum, value) => sum + value * value, 0) / length);
    if (rms > 0.01) best = Math.max(best, score(window));
  }
  return best;
}
