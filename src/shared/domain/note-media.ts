import type { CallKind } from '../contracts/identifiers.ts';

/** What stands in a note's media. Codecs by their names in WebCodecs; null: one that nobody knows; undefined: no such track. */
export interface NoteTracks {
  readonly container: 'webm' | 'ogg' | null;
  readonly picture: string | null | undefined;
  readonly sound: string | null | undefined;
}

export interface NoteMediaType {
  readonly kind: CallKind;
  readonly mimeType: string;
  /** Every desktop can play it: Opus in WebM or Ogg, with VP8 or VP9 in WebM. */
  readonly isPlayable: boolean;
}

const pictures: ReadonlySet<string> = new Set(['vp8', 'vp9']);

/** @returns null where nothing can be said of it */
export function noteMediaType({ container, picture, sound }: NoteTracks): NoteMediaType | null {
  if (container === null || picture === null || sound === null) return null;
  const codecs = [picture, sound].filter((codec) => codec !== undefined);
  if (codecs.length === 0) return null;
  const kind = picture === undefined ? 'voice' : 'video';
  const mimeType = `${kind === 'video' ? 'video' : 'audio'}/${container};codecs=${codecs.join(',')}`;
  const isHeard = sound === undefined || sound === 'opus';
  const isSeen = picture === undefined || (container === 'webm' && pictures.has(picture));
  return { kind, mimeType, isPlayable: isHeard && isSeen };
}

/** Containers round, and the last picture has no length of its own. */
const toleranceMs = 1_500;

/** Whether so much is missing of what was said to be there that its end is. */
export const isCutShort = (saidMs: number, foundMs: number): boolean => saidMs - foundMs > toleranceMs;
