import { createHash } from 'node:crypto';
import { BufferSource, Input, OGG, WEBM } from 'mediabunny';
import { fail, ok, type Result } from '#shared/result.ts';
import type { ExpectedMedia, OpenedMedia } from './vault-messages.ts';

/** Containers round, and the last picture has no length of its own. */
const toleranceMs = 1_500;

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Whether media is what is said of it, and can be played here. Nothing that stands in it is trusted.
 * @returns `damaged`: other bytes, or cut off; `unsupported`: whole, but of a container or codec that is not known here. Never throws
 */
export async function lookInto(bytes: Uint8Array, expected: ExpectedMedia): Promise<Result<OpenedMedia>> {
  if (sha256Of(bytes) !== expected.sha256) return fail('damaged', 'the bytes are not what their hash says');
  const input = new Input({ formats: [WEBM, OGG], source: new BufferSource(bytes) });
  try {
    if (!(await input.canRead())) return fail('unsupported', 'neither WebM nor Ogg');
    const mimeType = await typeOf(input);
    if (mimeType === null) return fail('unsupported', 'a codec that is not known here');
    if (mimeType.startsWith('video') !== (expected.kind === 'video')) return fail('unsupported', 'of another kind');
    const durationMs = Math.round((await input.computeDuration()) * 1000);
    if (durationMs <= 0 || durationMs + toleranceMs < expected.durationMs)
      return fail('damaged', `${durationMs} of ${expected.durationMs} ms are left`);
    return ok({ bytes, mimeType, durationMs });
  } catch (error) {
    // It began like something that is known.
    return fail('damaged', error instanceof Error ? error.message : String(error));
  } finally {
    input.dispose();
  }
}

/** @returns for a Content-Type header; null: not to be played here */
async function typeOf(input: Input): Promise<string | null> {
  const container = (await input.getFormat()) === OGG ? 'ogg' : 'webm';
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  const sound = await audio?.getCodec();
  const picture = await video?.getCodec();
  if (audio !== null && sound !== 'opus') return null;
  if (video === null) return audio === null ? null : `audio/${container};codecs=opus`;
  if (container !== 'webm' || (picture !== 'vp8' && picture !== 'vp9')) return null;
  return `video/webm;codecs=${audio === null ? picture : `${picture},opus`}`;
}
