/**
 * Business hours. A channel is open whenever the clock on its wall shows a time within a span: where the clock is put back, 02:30
 * comes twice and both count; where it is put forward over an opening, it opens with the jump.
 */
import { type BusinessHours, type HoursSpan, weekdays } from '#shared/contracts/business-hours.ts';
import { dayMs } from './durations.ts';
import { instantsOf, jumpsBetween, type WallTime, wallTimeAt } from './zone.ts';

export function isOpen(hours: BusinessHours, at: number): boolean {
  const wall = wallTimeAt(hours.timeZone, at);
  const midnight = midnightOf(wall);
  return spansOf(hours, midnight).some((span) => {
    const { opens, closes } = wallSpan(span, midnight);
    return opens <= wall && wall < closes;
  });
}

/** The first instant after `at` at which it opens, having been closed just before; null: never again. */
export const nextOpening = (hours: BusinessHours, at: number): number | null => nextChange(hours, at, true);

/** The first instant after `at` at which it closes, having been open just before; null: never, it is always open. */
export const nextClosing = (hours: BusinessHours, at: number): number | null => nextChange(hours, at, false);

function nextChange(hours: BusinessHours, at: number, opens: boolean): number | null {
  const today = midnightOf(wallTimeAt(hours.timeZone, at));
  for (const midnight of daysWithChanges(hours, today)) {
    const found = changesAround(hours, midnight).find(
      (change) => change > at && isOpen(hours, change) === opens && isOpen(hours, change - 1) !== opens,
    );
    if (found !== undefined) return found;
  }
  return null;
}

/** The days to look at, in order: a week in which nothing changes is followed by others like it, up to a holiday. */
function daysWithChanges({ holidays }: BusinessHours, today: WallTime): readonly WallTime[] {
  const starts = [today, ...holidays.map(({ date }) => Date.parse(`${date}T00:00:00Z`)).filter((day) => day > today)];
  const days = starts.flatMap((start) => Array.from({ length: 11 }, (_, index) => start + (index - 1) * dayMs));
  return [...new Set(days)].sort((left, right) => left - right);
}

/**
 * Every instant from about this day at which the state may change: the ends of spans and the jumps of the clock. The neighbours are
 * taken in because a clock put back at midnight makes yesterday's evening end after today has begun.
 */
function changesAround(hours: BusinessHours, midnight: WallTime): readonly number[] {
  const { timeZone } = hours;
  const next = midnight + dayMs;
  const ends = [midnight - dayMs, midnight, next].flatMap((day) => [
    day,
    ...spansOf(hours, day).flatMap((span) => Object.values(wallSpan(span, day))),
  ]);
  const instants = ends.flatMap((wall) => instantsOf(timeZone, wall));
  const jumps = jumpsBetween(timeZone, midnight - 2 * dayMs, midnight + 3 * dayMs);
  // Half a day into the next one the list is whole; what lies further comes with its own day.
  const whole = 2 * next - wallTimeAt(timeZone, next) + dayMs / 2;
  return [...new Set([...instants, ...jumps])].filter((at) => at <= whole).sort((left, right) => left - right);
}

function spansOf({ week, holidays }: BusinessHours, midnight: WallTime): readonly HoursSpan[] {
  const date = new Date(midnight).toISOString().slice(0, 10);
  const holiday = holidays.find((each) => each.date === date);
  if (holiday !== undefined) return holiday.spans;
  // getUTCDay counts from Sunday, the week here from Monday.
  const day = weekdays[(new Date(midnight).getUTCDay() + 6) % 7];
  return day === undefined ? [] : week[day];
}

function wallSpan(
  { open, close }: HoursSpan,
  midnight: WallTime,
): { readonly opens: WallTime; readonly closes: WallTime } {
  return { opens: midnight + timeOfDay(open), closes: midnight + timeOfDay(close) };
}

function timeOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}

const midnightOf = (wall: WallTime): WallTime => Math.floor(wall / dayMs) * dayMs;
