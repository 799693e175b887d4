import { describe, expect, it } from 'vitest';
import { noticeCodes } from '#shared/contracts/notices.ts';
import { errorCodes } from '#shared/result.ts';
import { noticeText } from '../../../src/renderer/ui/features/notices/notice-text.ts';
import { createDateFormats } from '../../../src/renderer/ui/format/dates.ts';
import { prepareLanguage, regionOf } from '../../../src/renderer/ui/i18n/context.tsx';
import { de } from '../../../src/renderer/ui/i18n/locales/de/index.ts';
import { en } from '../../../src/renderer/ui/i18n/locales/en/index.ts';
import { it as italian } from '../../../src/renderer/ui/i18n/locales/it/index.ts';
import type { Texts } from '../../../src/renderer/ui/i18n/texts.ts';
import { createTranslate } from '../../../src/renderer/ui/i18n/translator.ts';

const languages: Readonly<Record<'en' | 'it' | 'de', Texts>> = { en, it: italian, de };
const names = ['en', 'it', 'de'] as const;

interface Tree {
  readonly [key: string]: string | Tree;
}

/** `call.answer` → text */
function flatten(texts: Tree, prefix = ''): ReadonlyMap<string, string> {
  const entries = Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${prefix}${key}`, value]] : [...flatten(value, `${prefix}${key}.`)],
  );
  return new Map(entries);
}

const plural = /_(zero|one|two|few|many|other)$/;
const textsOf = (name: (typeof names)[number]) => flatten(languages[name] as unknown as Tree);
const baseKeys = (name: (typeof names)[number]) =>
  [...new Set([...textsOf(name).keys()].map((key) => key.replace(plural, '')))].sort();
const placeholders = (text: string) => [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1]).sort();

describe.each(names)('the language %s', (name) => {
  const texts = textsOf(name);

  it('has the same keys as the others', () => {
    expect(baseKeys(name)).toEqual(baseKeys('en'));
  });

  it('has every plural form that its rules know, and no other', () => {
    const forms = new Intl.PluralRules(name).resolvedOptions().pluralCategories.toSorted();
    const bases = [...texts.keys()].filter((key) => key.endsWith('_other')).map((key) => key.replace(plural, ''));
    expect(bases.length).toBeGreaterThan(5);
    for (const base of bases) {
      const found = [...texts.keys()].filter((key) => key.replace(plural, '') === base && plural.test(key));
      expect(found.map((key) => plural.exec(key)?.[1]).toSorted(), base).toEqual(forms);
    }
  });

  it('names the same things in each text', () => {
    const english = textsOf('en');
    for (const [key, text] of texts) {
      const source = english.get(key) ?? english.get(key.replace(plural, '_other')) ?? '';
      expect(placeholders(text), key).toEqual(placeholders(source));
    }
  });

  it('has no empty, untrimmed or shouting text', () => {
    for (const [key, text] of texts) {
      expect(text.trim(), key).toBe(text);
      expect(text, key).not.toBe('');
      expect(text, key).not.toContain('!');
      expect(text, key).not.toContain('...');
    }
  });

  it('has words for every error and notice', () => {
    const t = createTranslate(name, languages[name]);
    const dates = createDateFormats(name, 'UTC');
    for (const code of errorCodes) expect(t(`error.${code}`), code).not.toContain('error.');
    for (const code of noticeCodes) {
      for (const count of [1, 2]) {
        const words = noticeText({ id: code, code, level: 'info', at: 0, params: { count } }, { t, dates }, 0);
        expect(words, code).not.toMatch(/^notice\.|\{\{/);
      }
    }
  });
});

describe('translating', () => {
  it('fills in names as they are, and chooses the plural form', () => {
    const t = createTranslate('en', en);
    expect(t('call.incomingFrom', { name: 'Ann <b>& Co' })).toBe('Incoming call from Ann <b>& Co');
    expect(t('nav.missed', { count: 1 })).toBe('1 missed call');
    expect(t('nav.missed', { count: 3 })).toBe('3 missed calls');
    expect(createTranslate('it', italian)('calls.missed')).toBe('Perse');
  });

  it('takes the habits of this computer where its language is the one chosen', () => {
    expect(regionOf('en', ['de-CH', 'en-GB', 'en-US'])).toBe('en-GB');
    expect(regionOf('it', ['de-CH', 'en-GB'])).toBe('it');
  });

  it('is prepared in the first of the computer’s languages that Cornetta speaks', () => {
    const { locale, region, t, dates } = prepareLanguage(['fr-FR', 'de-CH', 'en-GB'], Date.UTC(2026, 4, 12));
    expect([locale, region, t('nav.settings')]).toEqual(['de', 'de-CH', de.nav.settings]);
    const noon = new Date(2026, 4, 12, 12).getTime();
    expect(dates.brief(noon, noon)).toBe('12:00');
    expect(prepareLanguage(['fr-FR'], 0).locale).toBe('en');
  });
});

describe('the words that tests and screen readers hang on', () => {
  it.each([
    [en.nav.main, 'Main'],
    [en.nav.inbox, 'Inbox'],
    [en.nav.calls, 'Calls'],
    [en.nav.recordings, 'Recordings'],
    [en.nav.settings, 'Settings'],
    [en.inbox.conversations, 'Conversations'],
    [en.call.incoming, 'Incoming calls'],
    [en.call.active, 'Active call'],
    [en.call.duration, 'Call duration'],
    [en.call.answer, 'Answer'],
    [en.call.decline, 'Decline'],
    [en.call.mute, 'Mute'],
    [en.call.unmute, 'Unmute'],
    [en.call.hold, 'Hold'],
    [en.call.resume, 'Resume'],
    [en.call.keypad, 'Keypad'],
    [en.call.record, 'Record'],
    [en.call.stopRecording, 'Stop recording'],
    [en.call.end, 'End'],
    [en.video.camera, 'Camera'],
    [en.video.answerWithCamera, 'Answer with camera'],
    [en.video.fullScreen, 'Full screen'],
    [en.call.video, 'Video call'],
    [en.call.place, 'Call'],
    [en.call.back, 'Call back'],
    [en.refusal.busy, 'Finish the current call first'],
    [en.connection.label, 'Connection'],
    [en.presence.label, 'Presence'],
    [en.balance.label, 'Balance'],
    [en.balance.unknown, 'Balance unknown'],
    [en.balance.topUp, 'Top-up required for calls'],
    [en.conversation.label, 'Conversation'],
    [en.conversation.messages, 'Messages'],
    [en.conversation.message, 'Message'],
    [en.conversation.send, 'Send'],
    [en.event['missed-call'], 'Missed call'],
    [en.recordings.table, 'Recordings'],
    [en.recordings.play, 'Play'],
    [en.recordings.position, 'Position'],
  ])('%s', (found, promised) => {
    expect(found).toBe(promised);
  });
});
