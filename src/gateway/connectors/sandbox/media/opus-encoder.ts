import type OpusScript from 'opusscript';
import { frameSamples, sampleRate } from './frames.ts';

const bitsPerSecond = 32_000;

export interface OpusEncoder {
  /** One frame of 16-bit samples, little-endian; the result is the caller's own. */
  encode(pcm: Buffer): Uint8Array;
  delete(): void;
}

/** @param onDeleted called once its memory is free */
export function openOpusEncoder(Opus: typeof OpusScript, onDeleted: () => void): OpusEncoder {
  const encoder = new Opus(sampleRate, 1, Opus.Application.AUDIO);
  encoder.setBitrate(bitsPerSecond);
  return {
    encode: (pcm) => encoder.encode(pcm, pcm.length / 2),
    delete: () => {
      encoder.delete();
      onDeleted();
    },
  };
}

/** A frame as an encoder takes it: 16 bits a sample, little-endian. */
export function toPcm16(samples: Float32Array): Buffer {
  const pcm = Buffer.allocUnsafe(frameSamples * 2);
  for (let index = 0; index < samples.length; index++)
    pcm.writeInt16LE(Math.round(Math.max(-1, Math.min(1, samples[index] ?? 0)) * 32_767), index * 2);
  return pcm;
}
