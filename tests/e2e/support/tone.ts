import { writeFileSync } from 'node:fs';

/** Writes mono 16-bit PCM of a sine at 48 kHz: what Chromium's fake microphone plays, in a loop. */
export function writeToneWav(path: string, frequency: number, seconds: number): void {
  const rate = 48_000;
  const samples = Math.round(rate * seconds);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples * 2, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples * 2, 40);
  const body = Buffer.alloc(samples * 2);
  for (let i = 0; i < samples; i += 1)
    body.writeInt16LE(Math.round(Math.sin((2 * Math.PI * frequency * i) / rate) * 12_000), i * 2);
  writeFileSync(path, Buffer.concat([header, body]));
}

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

/** Highest share over windows of `windowMs`: finds a tone that does not last for the whole of the signal. */
export function bestToneShare(samples: Float32Array, rate: number, frequency: number, windowMs = 100): number {
  const length = Math.round((rate * windowMs) / 1000);
  let best = 0;
  for (let start = 0; start + length <= samples.length; start += length) {
    const window = samples.subarray(start, start + length);
    const rms = Math.sqrt(window.reduce((sum, value) => sum + value * value, 0) / length);
    if (rms > 0.01) best = Math.max(best, toneShare(window, rate, frequency));
  }
  return best;
}
