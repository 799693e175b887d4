import { createInstance, type TFunction } from 'i18next';
import type { Locale, Texts } from './texts.ts';

/** Each language is a file of its own: only the one in use is loaded. */
const loaders: Readonly<Record<Locale, () => Promise<Texts>>> = {
  en: async () => (await import('./locales/en.ts')).en,
  it: async () => (await import('./locales/it.ts')).it,
  de: async () => (await import('./locales/de.ts')).de,
};

export type Translate = TFunction<'translation'>;

export async function loadTranslate(locale: Locale): Promise<Translate> {
  return createTranslate(locale, await loaders[locale]());
}

export function createTranslate(locale: Locale, texts: Texts): Translate {
  const instance = createInstance({
    lng: locale,
    resources: { [locale]: { translation: texts } },
    fallbackLng: false,
    initAsync: false,
    nsSeparator: false,
    // React escapes what it renders; a second time would show `&amp;`.
    interpolation: { escapeValue: false },
  });
  void instance.init();
  return instance.getFixedT<'translation'>(locale);
}
