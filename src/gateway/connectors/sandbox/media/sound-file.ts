import { join } from 'node:path';
import type { Result } from '#shared/result.ts';
import { fail, ok } from '#shared/result.ts';
import { readBytes } from '../read-bytes.ts';
import { readOpusFile } from './opus-file.ts';
import type { PcmSound } from './wav.ts';
import { readWav } from './wav.ts';

const maximumMinutes = 10;

export type SoundFile =
  | { readonly form: 'pcm'; readonly sound: PcmSound }
  | { readonly form: 'opus'; readonly packets: readonly Uint8Array[] };

/** Reads a WAV, WebM or Ogg file; `path` is relative to `directory`. The detail of a failure continues "the file … ". */
export async function readSoundFile(directory: string, path: string): Promise<Result<SoundFile>> {
  const bytes = await readBytes(join(directory, path));
  if (!bytes.ok) return bytes;
  if (startsWith(bytes.value, [0x1a, 0x45, 0xdf, 0xa3]) || startsWith(bytes.value, [0x4f, 0x67, 0x67, 0x53])) {
    const packets = await readOpusFile(bytes.value);
    if (!packets.ok) return packets;
    return tooLong(packets.value.length / 50) ?? ok({ form: 'opus', packets: packets.value });
  }
  if (!startsWith(bytes.value, [0x52, 0x49, 0x46, 0x46]))
    return fail(
      'unsupported',
      'is neither WAV nor WebM or Ogg with Opus (convert it: ffmpeg -i FILE -ar 48000 -ac 1 NEW.wav)',
    );
  const sound = readWav(bytes.value);
  if (!sound.ok) return sound;
  return tooLong(sound.value.samples / sound.value.sampleRate) ?? ok({ form: 'pcm', sound: sound.value });
}

const tooLong = (seconds: number): Result<never> | null =>
  seconds > maximumMinutes * 60
    ? fail('unsupported', `lasts ${Math.ceil(seconds / 60)} minutes; at most ${maximumMinutes} can be played`)
    : null;

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);
