import { describe, expect, it } from 'vitest';
import type { HoursSpan } from '#shared/contracts/business-hours.ts';
import type { ChannelSettings } from '#shared/contracts/calling.ts';
import {
  type ChannelDraft,
  completeTime,
  copyDay,
  draftOf,
  faultsOf,
  isSame,
  nextSpan,
  settingsOf,
  withDay,
} from '../../../src/renderer/ui/features/channel/channel-draft.ts';

const span = (open: string, close: string): HoursSpan => ({ open, close });
const alwaysOpen: ChannelSettings = {
  callingOn: true,
  contactsMayCall: true,
  hours: null,
  ringing: { mode: 'everyone', assigneeMs: 20_000 },
};
const draft = draftOf(alwaysOpen, 'Europe/Rome');
const limited: ChannelDraft = { ...draft, limitsHours: true };
const withMonday = (...spans: HoursSpan[]): ChannelDraft => ({
  ...limited,
  hours: withDay(limited.hours, 'monday', spans),
});
const faults = (edited: ChannelDraft) => Object.fromEntries(faultsOf(edited));

describe('a draft of the channel', () => {
  it('offers the usual hours to a channel that has none, and saves none until they are asked for', () => {
    expect(draft.hours).toMatchObject({
      timeZone: 'Europe/Rome',
      week: { monday: [span('09:00', '18:00')], sunday: [] },
    });
    expect(settingsOf(draft)).toEqual(alwaysOpen);
    expect(settingsOf(limited).hours).toEqual(draft.hours);
  });

  it('keeps the hours while they do not count', () => {
    const edited = withMonday(span('08:00', '12:00'));
    const off: ChannelDraft = { ...edited, limitsHours: false };
    expect(settingsOf({ ...off, limitsHours: true })).toEqual(settingsOf(edited));
  });

  it('is the same whatever the order of its fields, and another with another order of spans', () => {
    const settings = settingsOf(withMonday(span('08:00', '12:00'), span('14:00', '18:00')));
    const { ringing, hours, contactsMayCall, callingOn } = settings;
    expect(isSame(settings, { ringing, hours, contactsMayCall, callingOn })).toBe(true);
    expect(isSame(settings, settingsOf(withMonday(span('14:00', '18:00'), span('08:00', '12:00'))))).toBe(false);
    expect(isSame(settings, { ...settings, contactsMayCall: false })).toBe(false);
    expect(isSame(settings, alwaysOpen)).toBe(false);
  });
});

describe('what is wrong with a draft', () => {
  it.each([
    ['a time that is none', [span('9', '18:00')], { 'week.monday.0.open': 'time' }],
    ['a span past midnight', [span('22:00', '06:00')], { 'week.monday.0': 'crosses-midnight' }],
    ['an empty span', [span('09:00', '09:00')], { 'week.monday.0': 'empty-span' }],
    ['an overlap', [span('09:00', '13:00'), span('12:00', '18:00')], { 'week.monday.1': 'overlap' }],
    ['nothing, to the end of the day', [span('09:00', '24:00')], {}],
  ])('names %s at its place', (_, spans, expected) => {
    expect(faults(withMonday(...spans))).toEqual(expected);
  });

  it('is a date that is missing or there twice, and a time zone nobody knows', () => {
    const holiday = (date: string) => ({ date, spans: [] });
    expect(faults({ ...limited, hours: { ...limited.hours, holidays: [holiday('')] } })).toEqual({
      'holidays.0.date': 'date',
    });
    const twice = [holiday('2026-12-25'), holiday('2026-12-25')];
    expect(Object.values(faults({ ...limited, hours: { ...limited.hours, holidays: twice } }))).toEqual(['date-twice']);
    expect(faults({ ...limited, hours: { ...limited.hours, timeZone: 'Rome' } })).toEqual({ timeZone: 'zone' });
  });

  it('is nothing where the hours do not count', () => {
    expect(faults({ ...withMonday(span('x', 'y')), limitsHours: false })).toEqual({});
  });
});

describe('typing hours', () => {
  it.each([
    ['9', '09:00'],
    ['930', '09:30'],
    [' 9.30 ', '09:30'],
    ['24:00', '24:00'],
    ['9.5', '9.5'],
    ['noon', 'noon'],
    ['', ''],
  ])('completes %j to %j', (typed, complete) => {
    expect(completeTime(typed)).toBe(complete);
  });

  it('offers a working day, then an afternoon, then what is left of the day', () => {
    expect(nextSpan([])).toEqual(span('09:00', '18:00'));
    expect(nextSpan([span('09:00', '13:00')])).toEqual(span('14:00', '18:00'));
    expect(nextSpan([span('09:00', '18:00')])).toEqual(span('18:00', '24:00'));
  });

  it('copies a day to the working days or to all', () => {
    const { hours } = withMonday(span('08:00', '12:00'));
    expect(copyDay(hours, 'monday', 'workdays').week).toMatchObject({ friday: hours.week.monday, saturday: [] });
    expect(copyDay(hours, 'monday', 'all').week.sunday).toEqual(hours.week.monday);
  });
});
