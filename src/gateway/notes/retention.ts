import type { Note } from '#shared/contracts/note.ts';
import { hadItsDays, isSettled } from '#shared/domain/note-worth.ts';
import { isPlayable } from '#shared/domain/notes.ts';
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
 * Whether media may go: nobody named it within a day, or the note has had its time. What nobody has played and somebody
 * could play, what is still to be sent and what failed and can be sent again never goes by itself.
 *
 * @param now by the world's clock, as the media is dated
 * @param ruleNow by the clock of the rules, as notes are dated
 */
export function mayGo(media: KeptMedia, note: Note | null, { days }: Retention, now: number, ruleNow: number): boolean {
  if (note === null) return now - media.at >= unnamedMs;
  if (!hadItsDays(note.at, days, ruleNow)) return false;
  return isSettled(note) || (note.direction === 'in' && !isPlayable(note.flaw));
}
