import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { createDateFormats, type DateFormats } from '../format/dates.ts';
import type { Locale } from './texts.ts';
import { createTranslate, type Translate } from './translator.ts';

/** The language in force with everything that depends on it. */
export interface Language {
  readonly locale: Locale;
  /** With the region of this computer: its habits for dates and numbers. */
  readonly region: string;
  readonly t: Translate;
  readonly dates: DateFormats;
}

const LanguageContext = createContext<Language | null>(null);

export function createLanguage(locale: Locale, regions: readonly string[]): Language {
  const region = regionOf(locale, regions);
  return { locale, region, t: createTranslate(locale), dates: createDateFormats(region) };
}

/** The first of the computer's languages that is the one chosen, with its region; otherwise the language alone. */
export function regionOf(locale: Locale, regions: readonly string[]): string {
  return regions.find((tag) => tag.split('-')[0] === locale) ?? locale;
}

const locales: readonly Locale[] = ['en', 'it', 'de'];

/** The first of the computer's languages that Cornetta speaks; where main cannot be asked. */
export function localeOf(regions: readonly string[]): Locale {
  const spoken = regions.map((tag) => locales.find((locale) => locale === tag.split('-')[0]));
  return spoken.find((locale) => locale !== undefined) ?? 'en';
}

/** What will most likely be asked for, before the session says so: its words, and the formats of the first view, of which the engine's first takes 10 ms. */
export function prepareLanguage(regions: readonly string[], now: number): Language {
  const language = createLanguage(localeOf(regions), regions);
  language.dates.brief(now, now);
  return language;
}

export interface LanguageProviderProps {
  /** The locale that the session asks for. */
  readonly locale: Locale;
  /** Used where it is in that locale. */
  readonly prepared: Language;
  readonly children: ReactNode;
}

export function LanguageProvider({ locale, prepared, children }: LanguageProviderProps) {
  const language = useMemo(
    () => (prepared.locale === locale ? prepared : createLanguage(locale, navigator.languages)),
    [locale, prepared],
  );
  useEffect(() => {
    document.documentElement.lang = language.locale;
  }, [language.locale]);
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  if (language === null) throw new Error('no language');
  return language;
}

export const useT = (): Translate => useLanguage().t;
