import { note } from '#shared/contracts/note.ts';

/** Loudness as the recorder measured it, for contracts/note.ts; null where there is none, or more than has room there: a note is not lost for its wave form. */
export function peaksText(peaks: Uint8Array): string | null {
  const text = note.shape.peaks.safeParse(Buffer.from(peaks).toString('base64'));
  return peaks.length > 0 && text.success ? text.data : null;
}
