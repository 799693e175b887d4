import { createHash } from 'node:crypto';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import type { CallKind } from '#shared/contracts/identifiers.ts';
import { isCutOff } from './cut-off.ts';

/** What a note's media turned out to be. */
export interface Inspection {
  /** Lower-case hex. */
  readonly sha256: string;
  /** null: it could not be read */
  readonly media: { readonly kind: CallKind; readonly mimeType: string; readonly durationMs: number } | null;
  readonly flaw: 'unsupported' | 'damaged' | null;
}

const containers: Readonly<Record<string, string>> = { WebM: 'webm', Ogg: 'ogg' };
const playable: Readonly<Record<CallKind, ReadonlySet<string>>> = {
  voice: new Set(['opus']),
  video: new Set(['vp8', 'vp9']),
};

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
  const kind = video === null ? 'voice' : 'video';
  const codecs = [await video?.getCodec(), await audio?.getCodec()].filter((codec) => codec !== undefined);
  const container = containers[format];
  if (codecs.length === 0 || codecs.includes(null) || container === undefined)
    return { media: null, flaw: 'unsupported' };
  const measuredMs = Math.round((await input.computeDuration()) * 1000);
  const saidMs = Math.round(((await input.getDurationFromMetadata()) ?? 0) * 1000);
  // The last packet's own length stands nowhere in WebM: what the file says is better, where it can be true.
  const isCredible = saidMs > measuredMs && saidMs - measuredMs <= toleranceMs;
  const durationMs = measuredMs > 0 && isCredible ? saidMs : measuredMs;
  const mimeType = `${kind === 'video' ? 'video' : 'audio'}/${container};codecs=${codecs.join(',')}`;
  const media = { kind, mimeType, durationMs } as const;
  const sound = audio === null || codecs.at(-1) === 'opus';
  if (!sound || !playable[kind].has(codecs[0] ?? '') || (kind === 'video' && container !== 'webm'))
    return { media, flaw: 'unsupported' };
  return { media, flaw: durationMs === 0 || saidMs - durationMs > toleranceMs || isCutOff(bytes) ? 'damaged' : null };
}

/** Containers round, and the last picture has no length of its own. */
const toleranceMs = 1_000;
