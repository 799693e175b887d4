/** Hours as supervisors may set them, near what makes them difficult: clocks that jump, two spans a day, midnight, holidays. */
import fc from 'fast-check';
import { type BusinessHours, type HoursSpan, weekdays } from '#shared/contracts/business-hours.ts';

export const day = 24 * 3_600_000;
/** What ends of spans, offsets of zones and jumps of clocks are all multiples of. */
export const quarter = 15 * 60_000;

/** Clocks that jump in both hemispheres, at night and at midnight, by an hour and by half of one, and one that never does. */
export const zones = [
  'Europe/Rome',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/Havana',
  'Africa/Cairo',
] as const;

/** Days on which one of them does. */
const jumpDays = [
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-04-24',
  '2026-10-04',
  '2026-10-25',
  '2026-10-30',
  '2026-11-01',
] as const;

const time = (quarters: number): string =>
  `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`;

/** None, one or two spans that do not overlap. */
const spans: fc.Arbitrary<HoursSpan[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 4 })
  .map((times) => times.toSorted((left, right) => left - right))
  .map((times) =>
    [0, 2].flatMap((index) => {
      const [open, close] = [times[index], times[index + 1]];
      return open === undefined || close === undefined ? [] : [{ open: time(open), close: time(close) }];
    }),
  );

const dateAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);

export interface HoursCase {
  readonly hours: BusinessHours;
  /** Near a jump of some clock, and a holiday or two. */
  readonly at: number;
}

/** @param timeZone of all of them */
export const hoursCase = (timeZone: (typeof zones)[number]): fc.Arbitrary<HoursCase> =>
  fc
    .record({
      // Somebody is there on one day at least, and at the hours at which clocks are put back and forward.
      days: fc.tuple(spans, spans, spans, spans, spans, spans),
      near: fc.constantFrom(...jumpDays),
      holidays: fc.uniqueArray(fc.record({ in: fc.integer({ min: -2, max: 8 }), spans }), {
        maxLength: 3,
        selector: (holiday) => holiday.in,
      }),
      offset: fc.integer({ min: -2 * day, max: 2 * day }),
    })
    .map(({ days, near, holidays, offset }) => ({
      hours: {
        timeZone,
        week: Object.fromEntries(
          weekdays.map((name, index) => [
            name,
            days[index] ?? [
              { open: '00:30', close: '02:15' },
              { open: '02:30', close: '24:00' },
            ],
          ]),
        ) as BusinessHours['week'],
        holidays: holidays.map((holiday) => ({ date: dateAfter(near, holiday.in), spans: holiday.spans })),
      },
      at: Date.parse(`${near}T00:00:00Z`) + offset,
    }));

/** Whether it is open, found in another way than ours: by what Intl writes on the clock's wall. */
export function isOpenByClock({ timeZone, week, holidays }: BusinessHours): (at: number) => boolean {
  const wall = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at) => {
    const parts = Object.fromEntries(wall.formatToParts(at).map(({ type, value }) => [type, value]));
    const holiday = holidays.find(({ date }) => date === `${parts.year}-${parts.month}-${parts.day}`);
    const today = holiday?.spans ?? week[weekdays.find((name) => name === parts.weekday?.toLowerCase()) ?? 'monday'];
    const now = `${parts.hour}:${parts.minute}`;
    return today.some(({ open, close }) => open <= now && now < close);
  };
}
