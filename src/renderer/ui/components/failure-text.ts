import type { Failure } from '#shared/result.ts';
import { refusalWords } from '../features/calling/rule-words.ts';
import type { Language } from '../i18n/context.tsx';

/** What could not be done; with a rule that refuses, why not and when again. */
export function failureText({ code, refusal }: Failure, language: Language, now: number): string {
  if (refusal === undefined) return language.t(`error.${code}`);
  return refusalWords(refusal, language, 'call', now)
    .map((sentence) => `${sentence}.`)
    .join(' ');
}
