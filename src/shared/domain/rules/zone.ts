/** Wall clocks of time zones with `Intl` alone, exact to the millisecond, summer time included. */

/** What a wall clock shows, as if it were UTC: days and times of day can be counted with it. */
export type WallTime = number;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as asking it. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  clocks.set(timeZone, clock);
  return clock;
}

export function wallTimeAt(timeZone: string, at: number): WallTime {
  // The first clock of a process takes 7 ms, for ICU reads its data; a conversation that is opened needs this one alone.
  if (timeZone === 'UTC') return at;
  const values: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of clockOf(timeZone).formatToParts(at)) values[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = values;
  const belowSecond = ((at % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second) + belowSecond;
}

const hourMs = 3_600_000;
const searchMs = 36 * hourMs;

/** Instants at which the zone's clock jumps, after `from` and up to `to`. */
export function jumpsBetween(timeZone: string, from: number, to: number): readonly number[] {
  const offset = (at: number): number => wallTimeAt(timeZone, at) - at;
  const jumps: number[] = [];
  // Two jumps within a day would cancel each other out unseen; no zone has them.
  for (let start = from; start < to; start += 24 * hourMs) {
    let low = start;
    let high = Math.min(to, start + 24 * hourMs);
    const before = offset(low);
    if (offset(high) === before) continue;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offset(middle) === before) low = middle;
      else high = middle;
    }
    jumps.push(high);
  }
  return jumps;
}

/** Every instant at which the clock shows that time: two where it is put back, none where it is put forward. */
export function instantsOf(timeZone: string, wall: WallTime): readonly number[] {
  const offsets = [wall - searchMs, wall + searchMs].map((at) => wallTimeAt(timeZone, at) - at);
  const candidates = [...new Set(offsets.map((offset) => wall - offset))];
  return candidates.filter((at) => wallTimeAt(timeZone, at) === wall).sort((left, right) => left - right);
}
