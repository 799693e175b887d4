/** Which copies of notes give way to others. The gateway has those that were sent or received; copies only save the way there. */
import { hadItsDays, leastValuableFirst } from '#shared/domain/note-worth.ts';

export interface NoteCopy {
  readonly id: string;
  readonly bytes: number;
  /** When the note was left. */
  readonly at: number;
  /**
   * `unsent`: it is here and nowhere else. `unplayed`: an incoming one that nobody has played. `settled`: played, or sent.
   * `unknown`: of another workspace, whose gateway has it still.
   */
  readonly standing: 'unsent' | 'unplayed' | 'settled' | 'unknown';
}

export interface NoteLimits {
  /** null: for ever */
  readonly keepDays: number | null;
  /** null: as many as there are */
  readonly keepBytes: number | null;
}

const byWorth = (a: NoteCopy, b: NoteCopy): number =>
  Number(a.standing === 'unknown') - Number(b.standing === 'unknown') || leastValuableFirst(a, b);

/**
 * @returns ids, least valuable first: what has had its days, then, while all together fill more than they may, the oldest played or sent ones,
 * then the oldest unknown ones. Never an unplayed or unsent one, whatever they fill
 */
export function copiesToDrop(copies: readonly NoteCopy[], limits: NoteLimits, now: number): readonly string[] {
  const { keepDays, keepBytes } = limits;
  let filled = copies.reduce((sum, { bytes }) => sum + bytes, 0);
  const dropped: string[] = [];
  const candidates = copies.filter(({ standing }) => standing === 'settled' || standing === 'unknown').sort(byWorth);
  const tooOld = candidates.filter(({ at }) => hadItsDays(at, keepDays, now));
  const rest = candidates.filter(({ at }) => !hadItsDays(at, keepDays, now));
  for (const { id, bytes } of tooOld) {
    filled -= bytes;
    dropped.push(id);
  }
  for (const { id, bytes } of rest) {
    if (keepBytes === null || filled <= keepBytes) break;
    filled -= bytes;
    dropped.push(id);
  }
  return dropped;
}
