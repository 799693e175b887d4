import { madeByFfmpeg } from '../../support/ffmpeg.ts';

/** Hertz, 0 for silence, and seconds. */
export type Sounds = readonly (readonly [hertz: number, seconds: number])[];

/** A note of tones one after the other, as ffmpeg encodes it. @param options of its encoder and container */
export function toneNote(sounds: Sounds, options: readonly string[] = ['-c:a', 'libopus', '-f', 'webm']): Uint8Array {
  const inputs = sounds.flatMap(([hertz, seconds]) => [
    '-f',
    'lavfi',
    '-i',
    hertz === 0
      ? `anullsrc=sample_rate=48000:channel_layout=mono:d=${seconds}`
      : `sine=frequency=${hertz}:sample_rate=48000:duration=${seconds}`,
  ]);
  const filter = `${sounds.map((_, index) => `[${index}:a]`).join('')}concat=n=${sounds.length}:v=0:a=1`;
  return new Uint8Array(madeByFfmpeg([...inputs, '-filter_complex', filter, ...options]));
}
