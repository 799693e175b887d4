import type { FrameSource } from './frames.ts';
import { frameSamples, sampleRate } from './frames.ts';

const amplitude = 0.3;

/** A sine of a whole number of hertz: one second holds whole periods, so the loop has no seam. */
export function tone(hertz: number): FrameSource {
  return {
    frames: sampleRate / frameSamples,
    seamless: true,
    frame: (index) => {
      const samples = new Float32Array(frameSamples);
      for (let sample = 0; sample < frameSamples; sample++) {
        // Reduced before the multiplication by 2π, so that the phase is exact however long the tone lasts.
        const periods = (((index * frameSamples + sample) * hertz) % sampleRate) / sampleRate;
        samples[sample] = amplitude * Math.sin(2 * Math.PI * periods);
      }
      return samples;
    },
  };
}
