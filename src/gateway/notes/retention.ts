import type { Note } from '#shared/contracts/note.ts';
import type { KeptMedia } from './vault.ts';

const hourMs = 3_600_000;
export const sweepEveryMs = hourMs;

/** Uploads that no note names by then are dropped. */
const unnamedMs = 24 * hourMs;

/** How long media is kept; null: as long as there is room. */
export interface Retention {
  readonly days: number | null;
}

/**
 * Whether media may go: nobody named it within a day, or the note has had its time. What nobody has played, and what is still to be sent,
 * never goes by itself.
 *
 * @param now by the world's clock, as the media is dated
 * @param ruleNow by the clock of the rules, as notes are dated
 */
export function mayGo(media: KeptMedia, note: Note | null, { days }: Retention, now: number, ruleNow: number): boolean {
  if (note === null) return now - media.at >= unnamedMs;
  if (days === null || ruleNow - note.at < days * 24 * hourMs) return false;
  return mayMakeRoom(note) || (note.direction === 'in' && note.flaw !== null);
}

/** Somebody heard it, or it has gone to the contact. */
export const mayMakeRoom = ({ direction, status }: Note): boolean =>
  direction === 'in' ? status === 'played' : status !== 'sending';
