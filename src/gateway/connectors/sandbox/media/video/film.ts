import type { Result } from '#shared/result.ts';
import { fail, ok } from '#shared/result.ts';
import { isKeyFrame } from './vp8.ts';

const longestMs = 10 * 60_000;
/** Of the last frame, where the file does not say how long it stands. */
const usualFrameMs = 40;
const advice = 'convert it: ffmpeg -i FILE -c:v libvpx -b:v 1M -an NEW.webm';

export interface FilmFrame {
  readonly data: Uint8Array;
  /** From the beginning, in milliseconds. */
  readonly at: number;
  /** It can be shown without those before it. */
  readonly isKey: boolean;
}

/** Pictures that are played in a loop. The first one is a key frame at 0, and each is later than the one before. */
export interface Film {
  readonly frames: readonly [FilmFrame, ...FilmFrame[]];
  readonly lengthMs: number;
}

/**
 * The pictures of a WebM file with VP8, from its first key frame on, passed on to calls as they are. The demuxer is loaded
 * when the first such file is read. The detail of a failure continues "the file …".
 */
export async function readFilm(bytes: Uint8Array): Promise<Result<Film>> {
  const { BufferSource, EncodedPacketSink, Input, WEBM } = await import('mediabunny');
  const input = new Input({ formats: [WEBM], source: new BufferSource(bytes) });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (track === null) return fail('unsupported', 'holds no pictures');
    const codec = await track.getCodec();
    if (codec !== 'vp8') return fail('unsupported', `holds ${codec ?? 'unknown'} pictures; calls need VP8 (${advice})`);
    const frames: FilmFrame[] = [];
    let begin = 0;
    let end = 0;
    for await (const { data, timestamp, duration } of new EncodedPacketSink(track).packets()) {
      const isKey = isKeyFrame(data);
      // Empty: the picture stays as it is.
      if (data.length === 0 || (frames.length === 0 && !isKey)) continue;
      if (frames.length === 0) begin = timestamp;
      // Whatever the file says: no more than a thousand a second.
      const at = Math.max((frames.at(-1)?.at ?? -1) + 1, (timestamp - begin) * 1000);
      end = at + (duration > 0 ? duration * 1000 : usualFrameMs);
      if (end > longestMs)
        return fail('unsupported', `lasts more than ${longestMs / 60_000} minutes; more cannot be played`);
      frames.push({ data, at, isKey });
    }
    const [first, ...rest] = frames;
    return first === undefined
      ? fail('unsupported', 'holds no picture that can be shown')
      : ok({ frames: [first, ...rest], lengthMs: Math.max(end, usualFrameMs) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('unsupported', `is no WebM file that can be read (${reason}; ${advice})`);
  } finally {
    input.dispose();
  }
}
