import type { CallKind } from '../contracts/identifiers.ts';
import { type NoteFlaw, noteMimeTypes } from '../contracts/note.ts';

/** What one tap may record, in milliseconds. */
export const noteLimitMs: Readonly<Record<CallKind, number>> = { voice: 60_000, video: 30_000 };

/** Of a note's media. A minute of Opus is half a megabyte, half a minute of video four to eight. */
export const noteMaxBytes = 16 * 1024 * 1024;

/** A recorder stops a little late, and a container rounds. */
const toleranceMs = 1_000;

/** Whether it is worth a try. One that lasts longer than it may can be heard all the same. */
export const isPlayable = (flaw: NoteFlaw | null): boolean => flaw === null || flaw === 'too-long';

/** @returns what speaks against the note before its media is looked into; null: nothing */
export function noteFlawOf(note: {
  readonly kind: CallKind;
  readonly durationMs: number;
  readonly bytes: number;
  readonly mimeType: string;
}): Extract<NoteFlaw, 'too-long' | 'too-large' | 'unsupported'> | null {
  if (note.bytes > noteMaxBytes) return 'too-large';
  if (note.durationMs > noteLimitMs[note.kind] + toleranceMs) return 'too-long';
  const isKnown = noteMimeTypes.some((type) => type === note.mimeType.toLowerCase().replace(/\s+/g, ''));
  return isKnown ? null : 'unsupported';
}
