import { createInstance, type TFunction } from 'i18next';
import { de } from './locales/de/index.ts';
import { en } from './locales/en/index.ts';
import { it } from './locales/it/index.ts';
import type { Locale, Texts } from './texts.ts';

/** All of them at once: together they are smaller than what it costs to ask main for a file of its own. */
const languages: Readonly<Record<Locale, Texts>> = { en, it, de };

export type Translate = TFunction<'translation'>;

export function createTranslate(locale: Locale, texts: Texts = languages[locale]): Translate {
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
