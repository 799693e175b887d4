import { createHash } from 'node:crypto';
import { BufferSource, Input, OGG, WEBM } from 'mediabunny';
import { isCutShort, type NoteMediaType, noteMediaType } from '#shared/domain/note-media.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { ExpectedMedia, OpenedMedia } from './vault-messages.ts';

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
    const type = await typeOf(input);
    if (type === null || !type.isPlayable) return fail('unsupported', 'a codec that is not known here');
    if (type.kind !== expected.kind) return fail('unsupported', 'of another kind');
    const durationMs = Math.round((await input.computeDuration()) * 1000);
    if (durationMs <= 0 || isCutShort(expected.durationMs, durationMs))
      return fail('damaged', `${durationMs} of ${expected.durationMs} ms are left`);
    return ok({ bytes, mimeType: type.mimeType, durationMs });
  } catch (error) {
    // It began like something that is known.
    return fail('damaged', error instanceof Error ? error.message : String(error));
  } finally {
    input.dispose();
  }
}

async function typeOf(input: Input): Promise<NoteMediaType | null> {
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  return noteMediaType({
    container: (await input.getFormat()) === OGG ? 'ogg' : 'webm',
    picture: await video?.getCodec(),
    sound: await audio?.getCodec(),
  });
}
