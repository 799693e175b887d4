import type { RuleRefusal } from '#shared/contracts/calling.ts';
import type { Failure } from '#shared/result.ts';
import type { Language } from '../i18n/context.tsx';
import { refusalWords } from '../i18n/rule-words.ts';

/** What could not be done; with a rule that refuses, why not and when again. @param asked what was to be done */
export function failureText(
  { code, refusal }: Failure,
  language: Language,
  now: number,
  asked: 'call' | 'request' = 'call',
): string {
  const why =
    refusal === undefined ? language.t(`error.${code}`) : sentences(refusalWords(refusal, language, asked, now));
  // Without an answer it may have been sent all the same.
  return asked === 'request' && code !== 'timeout' ? language.t('call.requestNotSent', { why }) : why;
}

/** Why a rule refuses, and when again or what would help, as running text. */
export const reasonText = (refusal: RuleRefusal, language: Language, now: number): string =>
  sentences(refusalWords(refusal, language, 'call', now));

const sentences = (words: readonly string[]): string => words.map((sentence) => `${sentence}.`).join(' ');
