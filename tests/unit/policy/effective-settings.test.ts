import { describe, expect, it } from 'vitest';
import { settingsSchema } from '#shared/contracts/settings.ts';
import {
  effectiveSettings,
  localeInForce,
  refuseManaged,
  settingsInForce,
} from '../../../src/main/policy/effective-settings.ts';

describe('effectiveSettings', () => {
  it('has a value and an origin for every setting', () => {
    const view = effectiveSettings({}, {});
    expect(Object.keys(view).sort()).toEqual(Object.keys(settingsSchema.shape).sort());
    expect(new Set(Object.values(view).map(({ origin }) => origin))).toEqual(new Set(['default']));
    expect(settingsInForce(view)).toEqual(settingsSchema.parse({}));
  });

  it('puts policy over user over default', () => {
    const view = effectiveSettings({ locale: 'de' }, { locale: 'it', theme: 'dark', microphone: null, ringVolume: 0 });
    expect(view.locale).toEqual({ value: 'de', origin: 'policy' });
    expect(view.theme).toEqual({ value: 'dark', origin: 'user' });
    expect(view.microphone).toEqual({ value: null, origin: 'user' });
    expect(view.ringVolume).toEqual({ value: 0, origin: 'user' });
    expect(view.notifyCalls).toEqual({ value: true, origin: 'default' });
    expect(effectiveSettings({}, { locale: 'it' }).locale).toEqual({ value: 'it', origin: 'user' });
  });

  it('lets the policy switch the prompts after unanswered calls on or off for good', () => {
    const policy = { chats: { missedCallPrompts: false } };
    expect(effectiveSettings(policy, { missedCallPrompts: true }).missedCallPrompts).toEqual({
      value: false,
      origin: 'policy',
    });
    expect(refuseManaged(policy, { missedCallPrompts: true })?.error.detail).toBe('missedCallPrompts');
    expect(effectiveSettings({}, { missedCallPrompts: false }).missedCallPrompts.origin).toBe('user');
  });

  it('lets the policy say who writes messages down, and with which model', () => {
    const policy = { notes: { transcripts: 'local', transcriptModel: '/models/a' } } as const;
    const view = effectiveSettings(policy, { transcripts: 'off', transcriptModel: '/models/own' });
    expect(view.transcripts).toEqual({ value: 'local', origin: 'policy' });
    expect(view.transcriptModel).toEqual({ value: '/models/a', origin: 'policy' });
    expect(refuseManaged(policy, { transcriptModel: '/models/own' })?.error.detail).toBe('transcriptModel');
    expect(effectiveSettings({}, {}).transcripts).toEqual({ value: 'provider', origin: 'default' });
  });

  it('refuses a change of what is managed, as a whole', () => {
    expect(refuseManaged({ locale: 'de' }, { locale: 'it', theme: 'dark' })?.error).toEqual({
      code: 'managed',
      detail: 'locale',
    });
    expect(refuseManaged({ locale: 'de' }, { theme: 'dark' })).toBeNull();
    expect(refuseManaged({}, { locale: 'it' })).toBeNull();
  });
});

describe('localeInForce', () => {
  it.each([
    ['it', ['de-DE'], 'it'],
    [null, ['de-AT', 'en'], 'de'],
    [null, ['fr-FR', 'it_IT'], 'it'],
    [null, ['EN-us'], 'en'],
    [null, ['ita'], 'en'],
    [null, ['den'], 'en'],
    [null, [], 'en'],
  ] as const)('setting %s, system %j: %s', (setting, system, locale) => {
    expect(localeInForce(setting, system)).toBe(locale);
  });
});
