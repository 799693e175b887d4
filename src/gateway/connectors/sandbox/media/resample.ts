import type { FrameSource } from './frames.ts';
import { frameMs, frameSamples, sampleRate } from './frames.ts';
import type { PcmSound } from './wav.ts';

/** Taps on each side of the windowed sinc at the lower of the two rates. */
const reach = 12;

/**
 * Recorded sound as 20 ms frames at 48 kHz, followed by `pauseMs` of silence. Frames are computed when they are read, so that
 * minutes of sound never hold up the process.
 */
export function framesOf(sound: PcmSound, pauseMs: number): FrameSource {
  const ratio = sound.sampleRate / sampleRate;
  const length = Math.ceil(sound.samples / ratio);
  const read = sound.sampleRate === sampleRate ? sound.sample : interpolator(sound, Math.min(1, 1 / ratio));
  return {
    frames: Math.ceil(length / frameSamples + pauseMs / frameMs),
    seamless: false,
    frame: (index) =>
      Float32Array.from({ length: frameSamples }, (_, offset) => {
        const position = index * frameSamples + offset;
        return position < length ? read(position * ratio) : 0;
      }),
  };
}

/** Band-limited interpolation with a Hann window; `cutoff` (of the source's own rate) keeps what 48 kHz cannot carry from folding back. */
function interpolator(sound: PcmSound, cutoff: number): (position: number) => number {
  const half = Math.ceil(reach / cutoff);
  return (position) => {
    const first = Math.max(0, Math.floor(position) - half + 1);
    const last = Math.min(sound.samples - 1, Math.floor(position) + half);
    let sum = 0;
    for (let index = first; index <= last; index++) {
      const distance = position - index;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / half);
      sum += sound.sample(index) * sinc(cutoff * distance) * cutoff * window;
    }
    return sum;
  };
}

const sinc = (x: number): number => (Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
