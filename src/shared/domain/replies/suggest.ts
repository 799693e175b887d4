import type { BusinessHours } from '../../contracts/business-hours.ts';
import { type ReplyKind, type ReplyTemplates, replyKinds } from '../../contracts/reply-templates.ts';
import { hoursText } from './hours-words.ts';
import { namedTime, type ReplyLocale } from './named-time.ts';
import { timeText } from './time-words.ts';

export const deliveredTemplates: Readonly<Record<ReplyLocale, Readonly<Record<ReplyKind, string>>>> = {
  en: {
    callAt: 'Thank you for your message. We will call you back {time}.',
    hours: 'We are open {hours}.',
    callNow: 'Thank you for your message. We will call you now.',
    thanks: 'Thank you for your message. We will call you back as soon as we can.',
  },
  it: {
    callAt: 'Grazie per il messaggio. La richiamiamo {time}.',
    hours: 'Siamo aperti {hours}.',
    callNow: 'Grazie per il messaggio. La richiamiamo subito.',
    thanks: 'Grazie per il messaggio. La richiamiamo appena possibile.',
  },
  de: {
    callAt: 'Danke für Ihre Nachricht. Wir rufen Sie {time} zurück.',
    hours: 'Wir haben geöffnet: {hours}.',
    callNow: 'Danke für Ihre Nachricht. Wir rufen Sie jetzt an.',
    thanks: 'Danke für Ihre Nachricht. Wir rufen Sie so bald wie möglich zurück.',
  },
};

const hoursAsked: Readonly<Record<ReplyLocale, RegExp>> = {
  en: /\b(?:open(?:ing)?|opened|closed?|closing|hours)\b/iu,
  it: /(?<!\p{L})(?:apert[oiae]|aprite|apre|orar[io]|chius[oiae]|chiudete|chiude)(?!\p{L})/iu,
  de: /(?<!\p{L})(?:geöffnet|offen|öffnet|geschlossen|schließt|Öffnungszeiten|auf haben)(?!\p{L})/iu,
};

/** Frequent words that the other two languages have not. */
const telling: Readonly<Record<ReplyLocale, RegExp>> = {
  en: /\b(?:the|you|call|please|is|my|would|could|what|back)\b/giu,
  it: /(?<!\p{L})(?:il|che|per|sono|della|potete|richiam\p{L}*|buongiorno|quando|mia|mio|grazie)(?!\p{L})/giu,
  de: /(?<!\p{L})(?:der|die|das|ich|nicht|bitte|rufen|wann|mein|meine|und|Sie|haben)(?!\p{L})/giu,
};

export interface ReplyOccasion {
  readonly text: string;
  /** BCP 47, as the transcript says; null: not said. */
  readonly language: string | null;
  /** Counts where the text does not tell its language. */
  readonly locale: ReplyLocale;
  /** The channel's; null: none are set. */
  readonly hours: BusinessHours | null;
  readonly templates: ReplyTemplates;
}

export interface SuggestedReply {
  readonly id: ReplyKind;
  readonly text: string;
}

/** Answers to what a note says, the most fitting first, in the language of the note. The same occasion gives the same answers. */
export function suggestReplies({ text, language, locale, hours, templates }: ReplyOccasion): readonly SuggestedReply[] {
  const spoken = languageOf(text, language) ?? locale;
  const time = namedTime(text, spoken);
  const isAskedForHours = hoursAsked[spoken].test(text);
  const fits: Readonly<Record<ReplyKind, boolean>> = {
    callAt: time !== null && !isAskedForHours,
    hours: isAskedForHours && hours !== null && hoursText(hours, spoken) !== '',
    callNow: true,
    thanks: time === null || isAskedForHours,
  };
  const values = {
    time: time === null ? '' : timeText(time, spoken),
    hours: hours === null ? '' : hoursText(hours, spoken),
  };
  return replyKinds
    .filter((kind) => fits[kind])
    .map((kind) => ({
      id: kind,
      text: fill(templates[spoken]?.[kind] ?? deliveredTemplates[spoken][kind], values),
    }));
}

const fill = (template: string, values: { readonly time: string; readonly hours: string }): string =>
  template.replace(/\{(time|hours)\}/g, (_, name: 'time' | 'hours') => values[name]).replace(/ +([.,!?])/g, '$1');

function languageOf(text: string, language: string | null): ReplyLocale | null {
  const said = language?.toLowerCase().split(/[-_]/)[0];
  if (said === 'en' || said === 'it' || said === 'de') return said;
  const counts = (['en', 'it', 'de'] as const)
    .map((locale) => ({ locale, count: text.match(telling[locale])?.length ?? 0 }))
    .sort((left, right) => right.count - left.count);
  const [best, second] = counts;
  return best !== undefined && second !== undefined && best.count > second.count ? best.locale : null;
}
