import type { Weekday } from '../../contracts/business-hours.ts';

export type ReplyLocale = 'en' | 'it' | 'de';

/** A time that somebody names in passing, as far as it is named. */
export interface NamedTime {
  readonly day: 'today' | 'tomorrow' | 'day-after-tomorrow' | Weekday | null;
  /** Minutes since midnight. */
  readonly minutes: number | null;
  readonly part: 'morning' | 'afternoon' | 'evening' | null;
}

type Day = NonNullable<NamedTime['day']>;
type Part = NonNullable<NamedTime['part']>;

interface Patterns {
  readonly days: readonly (readonly [RegExp, Day])[];
  readonly parts: readonly (readonly [RegExp, Part])[];
  readonly noon: RegExp;
  /** Groups: `hour`, and where said `minute`, `half`, `am`, `pm`. */
  readonly clock: readonly RegExp[];
}

const word = (text: string): RegExp => new RegExp(`(?<![\\p{L}\\d])(?:${text})(?![\\p{L}\\d])`, 'iu');

const patterns: Readonly<Record<ReplyLocale, Patterns>> = {
  en: {
    days: [
      [word('day after tomorrow'), 'day-after-tomorrow'],
      [word('tomorrow'), 'tomorrow'],
      [word('today|tonight|this (?:morning|afternoon|evening)'), 'today'],
      [word('mondays?'), 'monday'],
      [word('tuesdays?'), 'tuesday'],
      [word('wednesdays?'), 'wednesday'],
      [word('thursdays?'), 'thursday'],
      [word('fridays?'), 'friday'],
      [word('saturdays?'), 'saturday'],
      [word('sundays?'), 'sunday'],
    ],
    parts: [
      [word('morning'), 'morning'],
      [word('afternoon'), 'afternoon'],
      [word('evening|tonight'), 'evening'],
    ],
    noon: word('(?:at |around )?noon|midday'),
    clock: [
      word(
        "(?:at|around|about|after|before|by|from) (?<half>half past )?(?<hour>\\d{1,2})(?:[:.](?<minute>\\d{2}))?(?: ?(?:(?<am>a\\.?m\\b\\.?)|(?<pm>p\\.?m\\b\\.?)|o['’]?clock))?",
      ),
      word('(?<hour>\\d{1,2})(?:[:.](?<minute>\\d{2}))? ?(?:(?<am>a\\.?m\\b\\.?)|(?<pm>p\\.?m\\b\\.?))'),
    ],
  },
  it: {
    days: [
      [word('dopodomani'), 'day-after-tomorrow'],
      [word('domani|domattina'), 'tomorrow'],
      [word('oggi|stasera|stamattina|questo pomeriggio'), 'today'],
      [word('luned[iì]'), 'monday'],
      [word('marted[iì]'), 'tuesday'],
      [word('mercoled[iì]'), 'wednesday'],
      [word('gioved[iì]'), 'thursday'],
      [word('venerd[iì]'), 'friday'],
      [word('sabato'), 'saturday'],
      [word('domenica'), 'sunday'],
    ],
    parts: [
      [word('mattina|mattinata|domattina|stamattina'), 'morning'],
      [word('pomeriggio'), 'afternoon'],
      [word('sera|serata|stasera'), 'evening'],
    ],
    noon: word('mezzogiorno'),
    clock: [
      word(
        '(?:alle|dopo le|verso le|per le|entro le|prima delle|dalle)(?: ore)? (?<hour>\\d{1,2})(?:[:.](?<minute>\\d{2})| e (?:(?<half>mezza|mezzo|trenta)|(?<spoken>\\d{2})))?',
      ),
    ],
  },
  de: {
    days: [
      [word('übermorgen'), 'day-after-tomorrow'],
      [word('heute'), 'today'],
      [word('(?<!am |guten )morgen'), 'tomorrow'],
      [word('montags?'), 'monday'],
      [word('dienstags?'), 'tuesday'],
      [word('mittwochs?'), 'wednesday'],
      [word('donnerstags?'), 'thursday'],
      [word('freitags?'), 'friday'],
      [word('samstags?|sonnabends?'), 'saturday'],
      [word('sonntags?'), 'sunday'],
    ],
    parts: [
      [word('vormittags?|früh|am morgen'), 'morning'],
      [word('nachmittags?'), 'afternoon'],
      [word('abends?'), 'evening'],
    ],
    noon: word('(?:zu )?mittags?'),
    clock: [
      word('halb (?<before>\\d{1,2})'),
      word('(?:um|gegen|nach|ab|vor|bis) (?<hour>\\d{1,2})(?:[:.](?<minute>\\d{2}))?(?: ?uhr(?: (?<spoken>\\d{2}))?)?'),
      word('(?<hour>\\d{1,2})(?:[:.](?<minute>\\d{2}))? ?uhr(?: (?<spoken>\\d{2}))?'),
    ],
  },
};

/** The first time that a text names; null: none. The text may be any length, and nothing in it counts but its words. */
export function namedTime(text: string, locale: ReplyLocale): NamedTime | null {
  const { days, parts, noon, clock } = patterns[locale];
  const day = days.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  const part = parts.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  const minutes = clockTime(text, clock, part) ?? (noon.test(text) ? 12 * 60 : null);
  return day === null && part === null && minutes === null ? null : { day, minutes, part };
}

function clockTime(text: string, clock: readonly RegExp[], part: Part | null): number | null {
  for (const pattern of clock) {
    const found = pattern.exec(text)?.groups;
    if (found === undefined) continue;
    const { hour, before, minute, spoken, half, am, pm } = found;
    // "halb vier" is half an hour before four.
    const said = before === undefined ? Number(hour) : Number(before) - 1;
    const past = before !== undefined || half !== undefined ? 30 : Number(minute ?? spoken ?? 0);
    if (said < 0 || said > 24 || past > 59) continue;
    return (hourOfDay(said, { am: am !== undefined, pm: pm !== undefined, part }) % 24) * 60 + past;
  }
  return null;
}

/** Who asks a business to call at three means the afternoon, unless the morning is named. */
function hourOfDay(
  hour: number,
  said: { readonly am: boolean; readonly pm: boolean; readonly part: Part | null },
): number {
  if (said.am) return hour === 12 ? 0 : hour;
  if (hour >= 12) return hour;
  if (said.pm || said.part === 'afternoon' || said.part === 'evening') return hour + 12;
  return hour <= 7 && said.part !== 'morning' ? hour + 12 : hour;
}
