/** Which copies of notes give way to others. The gateway has those that were sent or received; copies only save the way there. */

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

const dayMs = 24 * 60 * 60 * 1000;

const byWorth = (a: NoteCopy, b: NoteCopy): number =>
  Number(a.standing === 'unknown') - Number(b.standing === 'unknown') || a.at - b.at || (a.id < b.id ? -1 : 1);

/**
 * @returns ids, least valuable first: what is older than the days allow, then, while all together fill more than they may, the oldest played or sent ones,
 * then the oldest unknown ones. Never an unplayed or unsent one, whatever they fill
 */
export function copiesToDrop(copies: readonly NoteCopy[], limits: NoteLimits, now: number): readonly string[] {
  const { keepDays, keepBytes } = limits;
  const oldest = keepDays === null ? Number.NEGATIVE_INFINITY : now - keepDays * dayMs;
  let filled = copies.reduce((sum, { bytes }) => sum + bytes, 0);
  const dropped: string[] = [];
  const candidates = copies.filter(({ standing }) => standing === 'settled' || standing === 'unknown').sort(byWorth);
  const tooOld = candidates.filter(({ at }) => at < oldest);
  const rest = candidates.filter(({ at }) => at >= oldest);
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
