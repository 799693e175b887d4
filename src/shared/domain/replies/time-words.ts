import { type Weekday, weekdays } from '../../contracts/business-hours.ts';
import type { NamedTime, ReplyLocale } from './named-time.ts';

interface Words {
  readonly today: string;
  readonly tomorrow: string;
  readonly dayAfterTomorrow: string;
  /** `on Monday`. */
  readonly onDay: (weekday: string) => string;
  /** `at 15:30`. */
  readonly at: (time: string) => string;
  readonly part: Readonly<Record<NonNullable<NamedTime['part']>, string>>;
}

const words: Readonly<Record<ReplyLocale, Words>> = {
  en: {
    today: 'today',
    tomorrow: 'tomorrow',
    dayAfterTomorrow: 'the day after tomorrow',
    onDay: (weekday) => `on ${weekday}`,
    at: (time) => `at ${time}`,
    part: { morning: 'in the morning', afternoon: 'in the afternoon', evening: 'in the evening' },
  },
  it: {
    today: 'oggi',
    tomorrow: 'domani',
    dayAfterTomorrow: 'dopodomani',
    onDay: (weekday) => weekday,
    at: (time) => `alle ${time}`,
    part: { morning: 'mattina', afternoon: 'pomeriggio', evening: 'sera' },
  },
  de: {
    today: 'heute',
    tomorrow: 'morgen',
    dayAfterTomorrow: 'übermorgen',
    onDay: (weekday) => `am ${weekday}`,
    at: (time) => `um ${time} Uhr`,
    part: { morning: 'Vormittag', afternoon: 'Nachmittag', evening: 'Abend' },
  },
};

/** A Monday: only names of weekdays are taken from it. */
const someMonday = Date.UTC(2024, 0, 1);
const dayMs = 86_400_000;

export function weekdayName(weekday: Weekday, locale: ReplyLocale, form: 'long' | 'short'): string {
  const at = someMonday + weekdays.indexOf(weekday) * dayMs;
  return new Intl.DateTimeFormat(locale, { weekday: form, timeZone: 'UTC' }).format(at);
}

/** `15:30`; in English `3:30 pm`. @param minutes since midnight */
function clockText(minutes: number, locale: ReplyLocale): string {
  const hour = Math.floor(minutes / 60);
  const past = String(minutes % 60).padStart(2, '0');
  return locale === 'en' ? `${hour % 12 === 0 ? 12 : hour % 12}:${past} ${hour < 12 ? 'am' : 'pm'}` : `${hour}:${past}`;
}

/** `tomorrow at 3:30 pm`, `am Montag Vormittag`. */
export function timeText({ day, minutes, part }: NamedTime, locale: ReplyLocale): string {
  const { today, tomorrow, dayAfterTomorrow, onDay, at, part: parts } = words[locale];
  const dayWords =
    day === null
      ? null
      : day === 'today'
        ? today
        : day === 'tomorrow'
          ? tomorrow
          : day === 'day-after-tomorrow'
            ? dayAfterTomorrow
            : onDay(weekdayName(day, locale, 'long'));
  const hourWords = minutes !== null ? at(clockText(minutes, locale)) : part !== null ? parts[part] : null;
  return [dayWords, hourWords].filter((text) => text !== null).join(' ');
}
