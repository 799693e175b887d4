/** When a channel takes calls: a weekly schedule in a time zone, with holidays. Evaluated by `domain/rules/hours.ts`. */
import { z } from 'zod';

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** Wall-clock times `HH:MM`; closing at `24:00` is the end of the day. The closing minute itself is closed. */
const span = z.strictObject({
  open: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00'),
  close: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time such as 18:00, at most 24:00'),
});
export type HoursSpan = z.infer<typeof span>;

/** What is wrong with hours, for words of one's own; stands in `params.fault` of an issue. */
export const hoursFaults = [
  'too-many-spans',
  'empty-span',
  'crosses-midnight',
  'overlap',
  'never-open',
  'date-twice',
] as const;
export type HoursFault = (typeof hoursFaults)[number];

type Complain = (path: readonly PropertyKey[], fault: HoursFault, message: string) => void;

function checkSpans(spans: readonly HoursSpan[], day: string, path: readonly PropertyKey[], complain: Complain): void {
  // The provider keeps at most two spans a day (call settings, weekly_operating_hours).
  if (spans.length > 2) complain(path, 'too-many-spans', `${day} has ${spans.length} spans, at most 2 are possible`);
  spans.forEach(({ open, close }, index) => {
    const name = `${day}, span ${index + 1} (${open} to ${close})`;
    if (open === close) complain([...path, index], 'empty-span', `${name} is empty`);
    else if (open > close)
      complain(
        [...path, index],
        'crosses-midnight',
        `${name} crosses midnight: close at 24:00 and open the next day at 00:00`,
      );
    spans.slice(0, index).forEach((earlier, other) => {
      if (open < earlier.close && earlier.open < close)
        complain(
          [...path, index],
          'overlap',
          `${name} overlaps span ${other + 1} (${earlier.open} to ${earlier.close})`,
        );
    });
  });
}

function isDate(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

export function isTimeZone(name: string): boolean {
  try {
    // Offsets such as `+02:00` are accepted by newer engines only, and know no summer time.
    return (
      /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
    );
  } catch {
    return false;
  }
}

const day = z.array(span);

export const businessHoursSchema = z
  .strictObject({
    timeZone: z.string().max(64).refine(isTimeZone, 'must be an IANA time zone such as Europe/Rome'),
    week: z.strictObject({
      monday: day,
      tuesday: day,
      wednesday: day,
      thursday: day,
      friday: day,
      saturday: day,
      sunday: day,
    }),
    /** On such a date these spans hold instead of the weekday's; none: closed all day. */
    holidays: z
      .array(
        z.strictObject({
          date: z
            .string()
            .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2026-12-25')
            .refine(isDate, 'is no day of the calendar'),
          spans: day.default([]),
        }),
      )
      .max(100)
      .default([]),
  })
  .superRefine(({ week, holidays }, context) => {
    const complain: Complain = (path, fault, message) =>
      context.addIssue({ code: 'custom', path: [...path], message, params: { fault } });
    for (const name of weekdays) checkSpans(week[name], name, ['week', name], complain);
    if (weekdays.every((name) => week[name].length === 0))
      complain(['week'], 'never-open', 'has no opening at all: switch calls off instead');
    holidays.forEach(({ date, spans }, index) => {
      checkSpans(spans, date, ['holidays', index, 'spans'], complain);
      if (holidays.slice(0, index).some((earlier) => earlier.date === date))
        complain(['holidays', index, 'date'], 'date-twice', `${date} stands twice`);
    });
  });

export type BusinessHours = z.infer<typeof businessHoursSchema>;
