import { describe, expect, it } from 'vitest';
import { decodeNote } from '../../../src/main/transcripts/engine/decode-note.ts';
import { sampleRate } from '../../../src/main/transcripts/engine/sound.ts';
import { toneShare } from '../../e2e/support/tone.ts';
import { liveNote, vorbisNote } from '../notes/support/media.ts';
import { toneNote } from './support/media.ts';

async function decoded(bytes: Uint8Array): Promise<Float32Array> {
  const sound = await decodeNote(bytes);
  if (!sound.ok) throw new Error(sound.error.detail);
  return sound.value;
}
/** Between two instants, in seconds. */
const part = (samples: Float32Array, from: number, to: number) => samples.subarray(from * sampleRate, to * sampleRate);

describe('the sound of a note for the engine', () => {
  it.each([
    ['WebM', ['-c:a', 'libopus', '-f', 'webm']],
    ['Ogg', ['-c:a', 'libopus', '-f', 'ogg']],
    ['stereo', ['-c:a', 'libopus', '-ac', '2', '-f', 'webm']],
    ['long packets of a low rate', ['-c:a', 'libopus', '-frame_duration', '60', '-b:a', '12k', '-f', 'ogg']],
    ['short packets', ['-c:a', 'libopus', '-application', 'lowdelay', '-frame_duration', '5', '-f', 'webm']],
  ])('has each tone where it sounds in the note: %s', async (_, options) => {
    const sound = await decoded(
      toneNote(
        [
          [440, 1],
          [0, 1],
          [2500, 1],
        ],
        options,
      ),
    );
    expect(Math.abs(sound.length / sampleRate - 3)).toBeLessThan(0.1);
    expect(toneShare(part(sound, 0.2, 0.8), sampleRate, 440)).toBeGreaterThan(0.9);
    expect(part(sound, 1.2, 1.8).every((sample) => Math.abs(sample) < 0.01)).toBe(true);
    expect(toneShare(part(sound, 2.2, 2.8), sampleRate, 2500)).toBeGreaterThan(0.9);
  });

  it('is that of a video, too, and of a recording without an end', async () => {
    expect(toneShare(part(await decoded(liveNote('video', 2)), 0.5, 1.5), sampleRate, 440)).toBeGreaterThan(0.9);
    expect((await decoded(liveNote('voice', 2))).length / sampleRate).toBeCloseTo(2, 1);
  });

  it('is what there is of a file that was cut off', async () => {
    const whole = toneNote([[440, 4]]);
    expect((await decoded(whole.slice(0, whole.length >> 1))).length / sampleRate).toBeGreaterThan(1);
  });

  it.each([
    ['no media', new Uint8Array(3_000).fill(65)],
    ['another codec', vorbisNote(1)],
    ['nothing', new Uint8Array(0)],
  ])('cannot be had of %s', async (_, bytes) => {
    expect(await decodeNote(bytes)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  });

  it('is a value or an error, never an exception, whatever stands in the file', async () => {
    const note = toneNote([[440, 1]]);
    for (let every = 2; every < 60; every += 1) {
      const spoilt = note.map((byte, index) => (index % every === 0 ? byte ^ (every * 37) : byte));
      await expect(decodeNote(spoilt)).resolves.toHaveProperty('ok');
    }
  });
});
