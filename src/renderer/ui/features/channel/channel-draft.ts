/** The channel's settings while they are being edited: what was typed may be wrong, and then says how. */
import {
  type BusinessHours,
  businessHoursSchema,
  type HoursFault,
  type HoursSpan,
  hoursFaults,
  type Weekday,
  weekdays,
} from '#shared/contracts/business-hours.ts';
import type { ChannelSettings } from '#shared/contracts/calling.ts';
import { usualWorkingTime } from '#shared/domain/hours-advice.ts';

export interface ChannelDraft extends Omit<ChannelSettings, 'hours'> {
  readonly limitsHours: boolean;
  /** Kept while they do not count, so that switching them off and on loses nothing. */
  readonly hours: BusinessHours;
}

export type DraftFault = HoursFault | 'time' | 'date' | 'zone' | 'other';

/** By the place of the fault: `week.monday.0.open`, `holidays.2.date`. */
export type DraftFaults = ReadonlyMap<string, DraftFault>;

/** @param timeZone for a channel that has no hours yet */
export function draftOf(settings: ChannelSettings, timeZone: string): ChannelDraft {
  const { hours, ...rest } = settings;
  return { ...rest, limitsHours: hours !== null, hours: hours ?? usualWorkingTime(timeZone) };
}

export function settingsOf({ limitsHours, hours, ...rest }: ChannelDraft): ChannelSettings {
  return { ...rest, hours: limitsHours ? hours : null };
}

export const isSame = (left: ChannelSettings, right: ChannelSettings): boolean =>
  JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));

/** The order of fields means nothing; that of spans and holidays is kept. */
function sorted({ callingOn, contactsMayCall, hours, ringing }: ChannelSettings) {
  const week = hours === null ? null : weekdays.map((day) => hours.week[day].map(({ open, close }) => [open, close]));
  const holidays = hours?.holidays.map(({ date, spans }) => [date, spans.map(({ open, close }) => [open, close])]);
  return [callingOn, contactsMayCall, ringing.mode, ringing.assigneeMs, hours?.timeZone, week, holidays];
}

/** What the contract's own schema refuses, each fault at its place. */
export function faultsOf({ limitsHours, hours }: ChannelDraft): DraftFaults {
  if (!limitsHours) return new Map();
  const checked = businessHoursSchema.safeParse(hours);
  const issues = checked.success ? [] : checked.error.issues;
  const faults = issues.toReversed().map((issue): [string, DraftFault] => {
    const said = issue.code === 'custom' ? issue.params?.fault : undefined;
    return [issue.path.join('.'), hoursFaults.find((fault) => fault === said) ?? faultAt(issue.path)];
  });
  // Of a span whose times cannot be read, nothing else is known.
  const unread = faults.flatMap(([place, fault]) => (fault === 'time' ? [place.slice(0, place.lastIndexOf('.'))] : []));
  return new Map(faults.filter(([place]) => !unread.includes(place)));
}

function faultAt(path: readonly PropertyKey[]): DraftFault {
  switch (path.at(-1)) {
    case 'open':
    case 'close':
      return 'time';
    case 'date':
      return 'date';
    case 'timeZone':
      return 'zone';
    default:
      return 'other';
  }
}

/** `9` → `09:00`, `930` → `09:30`, `9.5` stays as it is. What is no time is given back as it was typed. */
export function completeTime(typed: string): string {
  const text = typed.trim();
  const parts = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(text);
  if (parts === null) return text;
  const [, hours = '', minutes = '00'] = parts;
  return `${hours.padStart(2, '0')}:${minutes}`;
}

/** The next one that fits behind those there are: the first of a day is a working day, the second an afternoon. */
export function nextSpan(spans: readonly HoursSpan[]): HoursSpan {
  const [first] = spans;
  if (first === undefined) return { open: '09:00', close: '18:00' };
  return first.close < '14:00' ? { open: '14:00', close: '18:00' } : { open: first.close, close: '24:00' };
}

export function withDay(hours: BusinessHours, day: Weekday, spans: readonly HoursSpan[]): BusinessHours {
  return { ...hours, week: { ...hours.week, [day]: [...spans] } };
}

export function copyDay(hours: BusinessHours, from: Weekday, to: 'workdays' | 'all'): BusinessHours {
  const days: readonly Weekday[] = to === 'all' ? weekdays : weekdays.slice(0, 5);
  return days.reduce((copied, day) => withDay(copied, day, hours.week[from]), hours);
}
