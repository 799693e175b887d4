/** Which media of notes gives way to others, on a desktop as at a gateway: the least valuable first, never an unplayed or unsent one. */
import type { Note } from '../contracts/note.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Somebody has heard it, or it has gone to the contact. One that failed has not: any agent may send it again. */
export const isSettled = ({ direction, status }: Pick<Note, 'direction' | 'status'>): boolean =>
  direction === 'in' ? status === 'played' : status !== 'sending' && status !== 'failed';

/** @param days how long it is kept; null: for ever */
export const hadItsDays = (at: number, days: number | null, now: number): boolean =>
  days !== null && now - at >= days * dayMs;

interface Dated {
  readonly id: string;
  readonly at: number;
}

/** For sorting: the oldest is worth the least. */
export const leastValuableFirst = (a: Dated, b: Dated): number => a.at - b.at || (a.id < b.id ? -1 : 1);
