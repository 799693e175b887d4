import { BufferSource, EncodedPacketSink, Input, OGG, WEBM } from 'mediabunny';
import Opus from 'opusscript';
import { fail, ok, type Result } from '#shared/result.ts';
import { sampleRate } from './sound.ts';

/** Far longer than any note may be; more is somebody's mistake, and would fill the memory. */
const longestSeconds = 10 * 60;
/** A gap in the stream shorter than this is the rounding of its times. */
const gapSeconds = 0.1;

/**
 * The sound of a note as the engine wants it: mono, 16 kHz, −1…1. Opus decodes to any of its rates by itself (RFC 6716 §2.1.3), so that nothing is resampled here. Gaps in the
 * stream become silence, so that times stay those of the note.
 * @returns errors: `damaged`, `unsupported`
 */
export async function decodeNote(bytes: Uint8Array): Promise<Result<Float32Array>> {
  const input = new Input({ formats: [WEBM, OGG], source: new BufferSource(bytes) });
  const decoder = new Opus(sampleRate, 1, Opus.Application.AUDIO);
  try {
    if (!(await input.canRead())) return fail('unsupported', 'neither WebM nor Ogg');
    const track = await input.getPrimaryAudioTrack();
    if (track === null || (await track.getCodec()) !== 'opus') return fail('unsupported', 'holds no Opus');
    const parts: Float32Array[] = [];
    let length = 0;
    for await (const { timestamp, data } of new EncodedPacketSink(track).packets()) {
      const start = Math.round(timestamp * sampleRate);
      if (start > longestSeconds * sampleRate || length > longestSeconds * sampleRate)
        return fail('unsupported', `longer than ${longestSeconds} s`);
      if (start - length > gapSeconds * sampleRate) {
        parts.push(new Float32Array(start - length));
        length = start;
      }
      const part = floats(decoder.decode(Buffer.from(data)));
      parts.push(part);
      length += part.length;
    }
    return ok(joined(parts, length));
  } catch (error) {
    return fail('damaged', error instanceof Error ? error.message : String(error));
  } finally {
    decoder.delete();
    input.dispose();
  }
}

/** Of 16-bit samples, little end first. */
function floats(pcm: Buffer): Float32Array {
  return Float32Array.from({ length: pcm.length >> 1 }, (_, index) => pcm.readInt16LE(index * 2) / 32_768);
}

function joined(parts: readonly Float32Array[], length: number): Float32Array {
  const samples = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return samples;
}
