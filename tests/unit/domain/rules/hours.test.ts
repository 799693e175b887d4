import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BusinessHours, businessHoursSchema, weekdays } from '#shared/contracts/business-hours.ts';
import { describeIssues } from '#shared/contracts/describe-issues.ts';
import { isOpen, nextClosing, nextOpening } from '#shared/domain/rules/hours.ts';
import { hoursCase, isOpenByClock, quarter, zones } from './arbitrary-hours.ts';
import { hour } from './support.ts';

const closed = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
const span = (open: string, close: string) => ({ open, close });
const everyDay = (...spans: ReturnType<typeof span>[]) =>
  Object.fromEntries(weekdays.map((name) => [name, spans])) as BusinessHours['week'];
const hours = (timeZone: string, week: Partial<BusinessHours['week']>, holidays: BusinessHours['holidays'] = []) =>
  businessHoursSchema.parse({ timeZone, week: { ...closed, ...week }, holidays });
const utc = (text: string): number => Date.parse(`${text}Z`);

describe('an ordinary week', () => {
  const rome = hours('Europe/Rome', {
    monday: [span('09:00', '13:00'), span('14:30', '18:00')],
    friday: [span('20:00', '24:00')],
    saturday: [span('00:00', '02:00')],
  });

  it.each([
    ['2026-10-12T06:59:59.999', false],
    ['2026-10-12T07:00:00', true],
    ['2026-10-12T10:59:59.999', true],
    ['2026-10-12T11:00:00', false],
    ['2026-10-12T12:30:00', true],
    ['2026-10-12T16:00:00', false],
    ['2026-10-13T08:00:00', false],
    ['2026-10-16T22:00:00', true],
    ['2026-10-16T23:59:59.999', true],
    ['2026-10-17T00:00:00', false],
  ])('%s → %s', (at, open) => {
    expect(isOpen(rome, utc(at))).toBe(open);
  });

  it('says the next opening and closing', () => {
    expect(nextOpening(rome, utc('2026-10-12T11:00:00'))).toBe(utc('2026-10-12T12:30:00'));
    expect(nextClosing(rome, utc('2026-10-12T07:00:00'))).toBe(utc('2026-10-12T11:00:00'));
    expect(nextOpening(rome, utc('2026-10-12T07:00:00'))).toBe(utc('2026-10-12T12:30:00'));
    // A span up to midnight and one from midnight are one evening.
    expect(nextClosing(rome, utc('2026-10-16T18:30:00'))).toBe(utc('2026-10-17T00:00:00'));
    expect(nextOpening(rome, utc('2026-10-17T00:00:00'))).toBe(utc('2026-10-19T07:00:00'));
  });

  it('never closes, or never opens', () => {
    const always = hours('Asia/Kolkata', everyDay(span('00:00', '24:00')));
    expect(nextClosing(always, 0)).toBeNull();
    expect(nextOpening(always, 0)).toBeNull();
  });
});

describe('holidays', () => {
  const week = everyDay(span('09:00', '17:00'));

  it('close the day, or have spans of their own', () => {
    const kept = hours('America/New_York', week, [
      { date: '2026-12-24', spans: [span('09:00', '12:00')] },
      { date: '2026-12-25', spans: [] },
    ]);
    expect(isOpen(kept, utc('2026-12-24T16:59:59'))).toBe(true);
    expect(isOpen(kept, utc('2026-12-24T17:00:00'))).toBe(false);
    expect(isOpen(kept, utc('2026-12-25T16:00:00'))).toBe(false);
    expect(nextOpening(kept, utc('2026-12-24T17:00:00'))).toBe(utc('2026-12-26T14:00:00'));
  });

  it('far ahead are found at once, and interrupt what is always open', () => {
    const kept = hours('Europe/Rome', everyDay(span('00:00', '24:00')), [{ date: '9998-12-25', spans: [] }]);
    expect(nextClosing(kept, utc('2026-01-01T00:00:00'))).toBe(utc('9998-12-24T23:00:00'));
    expect(nextOpening(kept, utc('9998-12-25T12:00:00'))).toBe(utc('9998-12-25T23:00:00'));
  });
});

describe('summer time', () => {
  it('Europe/Rome, spring: 02:00 to 03:00 does not happen', () => {
    const rome = hours('Europe/Rome', { sunday: [span('02:30', '04:00')] });
    const jump = utc('2026-03-29T01:00:00');
    expect(isOpen(rome, jump - 1)).toBe(false);
    expect(nextOpening(rome, jump - 1)).toBe(jump);
    expect(isOpen(rome, jump)).toBe(true);
    expect(nextClosing(rome, jump)).toBe(utc('2026-03-29T02:00:00'));
    // Wholly inside the gap: not at all that day.
    const short = hours('Europe/Rome', { sunday: [span('02:15', '02:45')] });
    expect(nextOpening(short, jump - hour)).toBe(utc('2026-04-05T00:15:00'));
    expect(nextClosing(hours('Europe/Rome', { sunday: [span('01:00', '02:30')] }), jump - 1)).toBe(jump);
  });

  it('Europe/Rome, autumn: 02:00 to 03:00 happens twice', () => {
    const rome = hours('Europe/Rome', { sunday: [span('02:15', '02:45')] });
    const second = utc('2026-10-25T01:00:00');
    expect(nextOpening(rome, second - hour)).toBe(second - hour + 15 * 60_000);
    expect(nextClosing(rome, second - hour)).toBe(second - hour + 45 * 60_000);
    expect(nextOpening(rome, second)).toBe(second + 15 * 60_000);
    const over = hours('Europe/Rome', { sunday: [span('01:00', '04:00')] });
    expect(nextClosing(over, utc('2026-10-24T23:00:00'))).toBe(utc('2026-10-25T03:00:00'));
  });

  it.each([
    ['America/New_York', '2026-03-08T13:00:00', '2026-11-01T14:00:00'],
    ['Asia/Kolkata', '2026-03-08T03:30:00', '2026-11-01T03:30:00'],
    // Half an hour of summer time, in the other half of the year: +11:00 and +10:30.
    ['Australia/Lord_Howe', '2026-04-04T22:30:00', '2026-10-03T22:00:00'],
  ])('%s opens at nine whatever the clock did in the night', (timeZone, first, second) => {
    const kept = hours(timeZone, everyDay(span('09:00', '10:00')));
    for (const opening of [utc(first), utc(second)]) {
      expect(nextOpening(kept, opening - 12 * hour)).toBe(opening);
      expect(isOpen(kept, opening - 1)).toBe(false);
      expect(isOpen(kept, opening)).toBe(true);
      expect(nextClosing(kept, opening)).toBe(opening + hour);
    }
  });

  it('a clock put forward at midnight begins the day at one', () => {
    const cairo = hours('Africa/Cairo', { friday: [span('00:00', '12:00')] });
    expect(nextOpening(cairo, utc('2026-04-23T12:00:00'))).toBe(utc('2026-04-23T22:00:00'));
  });

  it.each(zones)('in %s each change is one, and nothing changes before it, holidays or not', (timeZone) => {
    fc.assert(
      fc.property(hoursCase(timeZone), fc.double({ min: 0, max: 1, noNaN: true }), ({ hours: kept, at }, part) => {
        const open = isOpen(kept, at);
        const change = (open ? nextClosing(kept, at) : nextOpening(kept, at)) ?? 0;
        expect(change).toBeGreaterThan(at);
        expect(isOpen(kept, change)).toBe(!open);
        expect(isOpen(kept, change - 1)).toBe(open);
        expect(isOpen(kept, at + Math.floor((change - 1 - at) * part))).toBe(open);
      }),
      { numRuns: 150 },
    );
  });

  it.each(zones)('in %s the next change is the one that a clock on the wall shows', (timeZone) => {
    fc.assert(
      fc.property(hoursCase(timeZone), ({ hours: kept, at }) => {
        const shown = isOpenByClock(kept);
        const open = shown(at);
        expect(isOpen(kept, at)).toBe(open);
        let change = Math.floor(at / quarter) * quarter + quarter;
        while (shown(change) === open) change += quarter;
        expect(open ? nextClosing(kept, at) : nextOpening(kept, at)).toBe(change);
      }),
      { numRuns: 40 },
    );
  });
});

describe('hours that cannot be', () => {
  const problems = (value: unknown): string[] => {
    const parsed = businessHoursSchema.safeParse(value);
    return parsed.success ? [] : describeIssues(parsed.error);
  };
  const week = { ...closed, monday: [span('09:00', '17:00')] };
  const own = { timeZone: 'Europe/Rome', week };

  it.each([
    [[span('22:00', '02:00')], 'tuesday, span 1 (22:00 to 02:00) crosses midnight'],
    [[span('09:00', '09:00')], 'tuesday, span 1 (09:00 to 09:00) is empty'],
    [[span('09:00', '13:00'), span('12:59', '18:00')], 'tuesday, span 2 (12:59 to 18:00) overlaps span 1'],
    [[span('14:00', '18:00'), span('09:00', '15:00')], 'tuesday, span 2 (09:00 to 15:00) overlaps span 1'],
    [[span('01:00', '02:00'), span('03:00', '04:00'), span('05:00', '06:00')], 'tuesday has 3 spans'],
    [[span('9:00', '13:00')], 'week.tuesday[0].open: must be a time such as 09:00'],
    [[span('09:00', '25:00')], 'week.tuesday[0].close: must be a time such as 18:00'],
  ])('%j', (tuesday, message) => {
    expect(problems({ ...own, week: { ...week, tuesday } }).join('\n')).toContain(message);
  });

  it.each([
    [{ ...own, timeZone: 'Europe/Roma' }, 'timeZone: must be an IANA time zone'],
    [{ ...own, timeZone: '+02:00' }, 'timeZone: must be an IANA time zone'],
    [{ ...own, week: closed }, 'week: has no opening at all'],
    [{ ...own, week: { monday: [] } }, 'week.tuesday: is missing'],
    [{ ...own, holidays: [{ date: '2026-02-30' }] }, 'holidays[0].date: is no day of the calendar'],
    [{ ...own, holidays: [{ date: '2026-12-25' }, { date: '2026-12-25' }] }, '2026-12-25 stands twice'],
    [
      { ...own, holidays: [{ date: '2026-12-25', spans: [span('10:00', '09:00')] }] },
      '2026-12-25, span 1 (10:00 to 09:00) crosses midnight',
    ],
    [{ ...own, open: true }, 'open: is not a known field'],
  ])('%#', (value, message) => {
    expect(problems(value).join('\n')).toContain(message);
  });

  it('spans that touch are fine', () => {
    expect(problems({ ...own, week: everyDay(span('09:00', '13:00'), span('13:00', '24:00')) })).toEqual([]);
  });
});
