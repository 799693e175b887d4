import { type BusinessHours, type Weekday, weekdays } from '../../contracts/business-hours.ts';
import type { ReplyLocale } from './named-time.ts';
import { weekdayName } from './time-words.ts';

/** `Mon–Fri 09:00–18:00, Sat 09:00–13:00`: neighbouring days with the same hours stand together; closed days are left out. */
export function hoursText({ week }: BusinessHours, locale: ReplyLocale): string {
  const runs: { readonly from: Weekday; to: Weekday; readonly spans: string }[] = [];
  for (const day of weekdays) {
    const spans = week[day].map(({ open, close }) => `${open}–${close}`).join(' ');
    const last = runs.at(-1);
    if (last?.spans === spans && weekdays.indexOf(last.to) === weekdays.indexOf(day) - 1) last.to = day;
    else runs.push({ from: day, to: day, spans });
  }
  return runs
    .filter(({ spans }) => spans !== '')
    .map(({ from, to, spans }) => {
      const first = weekdayName(from, locale, 'short');
      return `${from === to ? first : `${first}–${weekdayName(to, locale, 'short')}`} ${spans}`;
    })
    .join(', ');
}
