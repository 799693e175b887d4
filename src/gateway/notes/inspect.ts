import { createHash } from 'node:crypto';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import type { CallKind } from '#shared/contracts/identifiers.ts';
import { noteMediaType } from '#shared/domain/note-media.ts';
import { isCutOff } from './cut-off.ts';

/** What a note's media turned out to be. */
export interface Inspection {
  /** Lower-case hex. */
  readonly sha256: string;
  /** null: it could not be read */
  readonly media: { readonly kind: CallKind; readonly mimeType: string; readonly durationMs: number } | null;
  readonly flaw: 'unsupported' | 'damaged' | null;
}

const containers: Readonly<Record<string, 'webm' | 'ogg'>> = { WebM: 'webm', Ogg: 'ogg' };

/** Reads a note's media through: container, codecs, length. Nothing that stands in it is trusted, and nothing makes this throw. */
export async function inspectMedia(bytes: Uint8Array): Promise<Inspection> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) });
  try {
    if (!(await input.canRead())) return { sha256, media: null, flaw: 'unsupported' };
    return { sha256, ...(await read(input, bytes)) };
  } catch {
    // It began like something that is known.
    return { sha256, media: null, flaw: 'damaged' };
  } finally {
    input.dispose();
  }
}

async function read(input: Input, bytes: Uint8Array): Promise<Omit<Inspection, 'sha256'>> {
  const format = (await input.getFormat()).name;
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  const type = noteMediaType({
    container: containers[format] ?? null,
    picture: await video?.getCodec(),
    sound: await audio?.getCodec(),
  });
  if (type === null) return { media: null, flaw: 'unsupported' };
  const measuredMs = Math.round((await input.computeDuration()) * 1000);
  const saidMs = Math.round(((await input.getDurationFromMetadata()) ?? 0) * 1000);
  // The last packet's own length stands nowhere in WebM: what the file says is better, where it can be true.
  const isCredible = saidMs > measuredMs && saidMs - measuredMs <= toleranceMs;
  const durationMs = measuredMs > 0 && isCredible ? saidMs : measuredMs;
  const { kind, mimeType, isPlayable } = type;
  const media = { kind, mimeType, durationMs };
  if (!isPlayable) return { media, flaw: 'unsupported' };
  return { media, flaw: durationMs === 0 || saidMs - durationMs > toleranceMs || isCutOff(bytes) ? 'damaged' : null };
}

/** Containers round, and the last picture has no length of its own. */
const toleranceMs = 1_000;
