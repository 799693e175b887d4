/** Dates as people say them: the nearer, the shorter. Days are calendar days of this computer. */
export interface DateFormats {
  /** `10:32` */
  readonly time: (at: number) => string;
  /** For a list: time today, then `Yesterday`, a weekday, `12 May`, `12/05/2024`. */
  readonly brief: (at: number, now: number) => string;
  /** For a separator: `Today`, `Yesterday`, `Monday 12 May`. */
  readonly day: (at: number, now: number) => string;
  /** `Today, 10:32` */
  readonly dayAndTime: (at: number, now: number) => string;
  /** An end that is near: `21:04`, `tomorrow, 14:05`. */
  readonly until: (at: number, now: number) => string;
}

const dayMs = 86_400_000;

/** @param locale BCP 47 tag with the region whose habits count, such as `en-GB` */
export function createDateFormats(locale: string, timeZone?: string): DateFormats {
  const zone = timeZone === undefined ? {} : { timeZone };
  // Each costs about a millisecond, and a view needs few of them.
  const made = (options: Intl.DateTimeFormatOptions) =>
    onDemand(() => new Intl.DateTimeFormat(locale, { ...options, ...zone }));
  const time = made({ timeStyle: 'short' });
  const weekday = made({ weekday: 'short' });
  const dayMonth = made({ day: 'numeric', month: 'short' });
  const numeric = made({ day: '2-digit', month: '2-digit', year: 'numeric' });
  const longDay = made({ weekday: 'long', day: 'numeric', month: 'long' });
  const longDayYear = made({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const relative = onDemand(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const parts = made({ year: 'numeric', month: 'numeric', day: 'numeric' });

  /** Calendar days from `now` to `at`; negative in the past. Counted at noon UTC, so that summer time makes no day shorter. */
  const daysFrom = (now: number, at: number): number => Math.round((noon(at) - noon(now)) / dayMs);
  const noon = (at: number): number => {
    const values = Object.fromEntries(
      parts()
        .formatToParts(at)
        .map(({ type, value }) => [type, Number(value)]),
    );
    return Date.UTC(values.year ?? 0, (values.month ?? 1) - 1, values.day ?? 1, 12);
  };
  const sameYear = (at: number, now: number): boolean =>
    new Date(noon(at)).getUTCFullYear() === new Date(noon(now)).getUTCFullYear();
  const near = (days: number): string => relative().format(days, 'day');

  const day = (at: number, now: number): string => {
    const days = daysFrom(now, at);
    if (Math.abs(days) <= 1) return capitalise(near(days), locale);
    return capitalise((sameYear(at, now) ? longDay() : longDayYear()).format(at), locale);
  };

  return {
    time: (at) => time().format(at),
    brief: (at, now) => {
      const days = daysFrom(now, at);
      if (days === 0) return time().format(at);
      if (days === -1) return capitalise(near(days), locale);
      if (days < 0 && days > -7) return capitalise(weekday().format(at), locale);
      return sameYear(at, now) ? dayMonth().format(at) : numeric().format(at);
    },
    day,
    dayAndTime: (at, now) => {
      const days = daysFrom(now, at);
      if (Math.abs(days) <= 1) return `${day(at, now)}, ${time().format(at)}`;
      return `${sameYear(at, now) ? dayMonth().format(at) : numeric().format(at)}, ${time().format(at)}`;
    },
    until: (at, now) => {
      const days = daysFrom(now, at);
      if (days === 0) return time().format(at);
      return `${days === 1 ? near(days) : weekday().format(at)}, ${time().format(at)}`;
    },
  };
}

function onDemand<Value>(make: () => Value): () => Value {
  let made: Value | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

const capitalise = (text: string, locale: string): string => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
