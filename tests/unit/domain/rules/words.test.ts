import { describe, expect, it } from 'vitest';
import { knownProviderErrors } from '#shared/domain/rules/provider-errors.ts';
import { needIds, ruleIds, warningIds } from '#shared/domain/rules/rule-ids.ts';
import { rulesDe } from '../../../../src/renderer/ui/i18n/locales/de/rules.ts';
import { rulesEn } from '../../../../src/renderer/ui/i18n/locales/en/rules.ts';
import { rulesIt } from '../../../../src/renderer/ui/i18n/locales/it/rules.ts';

interface Tree {
  readonly [key: string]: string | Tree;
}

const flatten = (texts: Tree, prefix = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
const english = new Map(flatten(rulesEn));

describe.each([
  ['en', rulesEn],
  ['it', rulesIt],
  ['de', rulesDe],
])('the words of the rules in %s', (_name, texts) => {
  it('exist for every rule, need and warning', () => {
    expect(Object.keys(texts.refusal).sort()).toEqual([...ruleIds].sort());
    expect(Object.keys(texts.need).sort()).toEqual([...needIds].sort());
    expect(Object.keys(texts.warning).sort()).toEqual([...warningIds].sort());
    const codes = knownProviderErrors.map((code) => `error${code}`);
    expect(Object.keys(texts.provider).sort()).toEqual([...codes, 'unknown'].sort());
  });

  it('name the same values, and are plain and calm', () => {
    for (const [key, text] of flatten(texts)) {
      expect(placeholders(text), key).toEqual(placeholders(english.get(key) ?? ''));
      expect(text.trim(), key).toBe(text);
      expect(text, key).not.toMatch(/!|\.\.\.|^$/);
    }
  });
});
