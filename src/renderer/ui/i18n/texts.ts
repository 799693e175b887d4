import type { en } from './locales/en/index.ts';

/** The shape of a language: the keys of English, texts of its own, and plural forms that English has not. */
type Translated<Source> = {
  readonly [Key in keyof Source]: Source[Key] extends string ? string : Translated<Source[Key]>;
} & {
  readonly [Key in keyof Source as Key extends `${infer Base}_other` ? `${Base}_many` : never]?: string;
};

export type Texts = Translated<typeof en>;

export type Locale = 'en' | 'it' | 'de';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
    nsSeparator: false;
  }
}
