import type { BusinessHours } from '../contracts/business-hours.ts';
import { isOpen } from './rules/hours.ts';

/** Missed calls by the quarter of an hour in which they came: zones differ from each other by whole quarters. */
export interface MissedSlot {
  readonly at: number;
  readonly count: number;
}

/** `set-hours`: the channel is open day and night. `narrow-hours`: it has hours, and they are longer than anybody works. */
export type HoursAdvice = 'set-hours' | 'narrow-hours';

/** With fewer than these in seven days, what most of them have in common is chance. */
const fewest = 5;

const nineToSix = [{ open: '09:00', close: '18:00' }];

/** When most people work; only for the advice. */
export const usualWorkingTime = (timeZone: string): BusinessHours => ({
  timeZone,
  week: {
    monday: nineToSix,
    tuesday: nineToSix,
    wednesday: nineToSix,
    thursday: nineToSix,
    friday: nineToSix,
    saturday: [],
    sunday: [],
  },
  holidays: [],
});

/**
 * Where more than half of the missed calls came outside usual working time, set hours would have refused them kindly and kept them out of the answer
 * rate (seed: "consigliamo di impostare i tuoi orari di apertura"). What the hours in force would refuse today is over and needs no advice.
 * @param timeZone of whoever looks, where the channel has none
 */
export function hoursAdvice(
  missed: readonly MissedSlot[],
  hours: BusinessHours | null,
  timeZone: string,
): HoursAdvice | null {
  const usual = usualWorkingTime(hours?.timeZone ?? timeZone);
  let all = 0;
  let avoidable = 0;
  for (const { at, count } of missed) {
    all += count;
    if (!isOpen(usual, at) && (hours === null || isOpen(hours, at))) avoidable += count;
  }
  if (all < fewest || avoidable * 2 <= all) return null;
  return hours === null ? 'set-hours' : 'narrow-hours';
}
