import type { RuleRefusal } from '#shared/contracts/calling.ts';
import { rulesDe } from '../../i18n/locales/de/rules.ts';
import { rulesEn } from '../../i18n/locales/en/rules.ts';
import { rulesIt } from '../../i18n/locales/it/rules.ts';
import type { RuleTexts } from '../../i18n/rule-texts.ts';
import type { Locale } from '../../i18n/texts.ts';

const languages: Readonly<Record<Locale, RuleTexts>> = { en: rulesEn, it: rulesIt, de: rulesDe };

/** Why a rule refuses and what would help: two sentences. @param region for numbers and names of countries */
export function reasonText({ rule, params, needs }: RuleRefusal, locale: Locale, region: string): string {
  const { refusal, need, area } = languages[locale];
  const countries = new Intl.DisplayNames(region, { type: 'region' });
  const values: Readonly<Record<string, string>> = {
    ...Object.fromEntries(
      Object.entries(params).map(([key, value]) => [
        key,
        typeof value === 'number' ? value.toLocaleString(region) : value,
      ]),
    ),
    place:
      Object.entries(area).find(([id]) => id === params.area)?.[1] ??
      (typeof params.country === 'string' ? (countries.of(params.country) ?? params.country) : ''),
  };
  const why = refusal[rule].replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
  return [why, ...needs.map((each) => need[each])].map((sentence) => `${sentence}.`).join(' ');
}
