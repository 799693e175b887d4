import type { Contact } from '#shared/contracts/records.ts';
import type { DialTarget, SearchHit } from '#shared/contracts/ui-replies.ts';
import type { Translate } from '../../i18n/translator.ts';

/** Whom can be called by what was typed: who has that very number first, then whoever the search found, each once. */
export function candidates(look: DialTarget | null, hits: readonly SearchHit[]): readonly Contact[] {
  const found = hits.filter(({ message, note }) => message === null && note === null).map(({ contact }) => contact);
  const all = look === null || look.contact === null ? found : [look.contact, ...found];
  return all.filter(({ id }, index) => all.findIndex((other) => other.id === id) === index).slice(0, mostShown);
}

const mostShown = 8;

/** Why nobody can be called by it; null: somebody can. @param number as it is written for the eye */
export function whyNobody(
  { text, look, found, number }: { text: string; look: DialTarget; found: number; number: string },
  t: Translate,
): string | null {
  if (look.flaw === 'region-unknown') return t('dial.region');
  if (found > 0) return null;
  if (look.number !== null) return t('dial.unknown', { number });
  return /\d{3}/.test(text) ? t('dial.noNumber', { text }) : t('dial.nothing', { text });
}
