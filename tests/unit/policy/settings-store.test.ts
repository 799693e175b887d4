import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { readSettings, type SettingsFile } from '../../../src/main/policy/settings-file.ts';
import { createSettingsStore } from '../../../src/main/policy/settings-store.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-settings-'));
  file = join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const now = Date.UTC(2026, 10, 22, 0, 44);

describe('readSettings', () => {
  it('starts from nothing', () => {
    expect(readSettings(file, now)).toEqual({ user: {}, problem: null });
  });

  it('reads what was set', () => {
    writeFileSync(file, '{"theme":"dark","microphone":null}');
    expect(readSettings(file, now)).toEqual({ user: { theme: 'dark', microphone: null }, problem: null });
  });

  it.each(['', '{"theme":', 'null', '[]', '"x"', '\0\0\0\0'])(
    'keeps a damaged file (%j) beside and begins anew',
    (text) => {
      writeFileSync(file, text);
      const { user, problem } = readSettings(file, now);
      expect(user).toEqual({});
      expect(problem).toContain('was damaged');
      expect(readdirSync(folder)).toEqual(['settings.damaged-2026-11-22T00-44-00.json']);
      expect(readFileSync(join(folder, 'settings.damaged-2026-11-22T00-44-00.json'), 'utf8')).toBe(text);
    },
  );

  it('leaves out what does not fit, keeps the rest and what a later release wrote', () => {
    const text = '{"theme":"neon","ringVolume":0.5,"wrapUpSeconds":-1,"future":{"a":1},"__proto__":{"theme":"dark"}}';
    writeFileSync(file, text);
    expect(readSettings(file, now)).toEqual({
      user: { ringVolume: 0.5 },
      problem: 'holds values that do not fit: theme, wrapUpSeconds',
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('tells a file that cannot be read from one that is not there', () => {
    expect(readSettings(folder, now).problem).toContain('EISDIR');
  });
});

describe('settings store', () => {
  function createStore(change: { locale?: 'de'; full?: boolean } = {}) {
    const written: unknown[] = [];
    const target: SettingsFile = {
      set: (values) => {
        if (change.full) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        written.push(values);
      },
    };
    const policy = change.locale === undefined ? {} : { locale: change.locale };
    const heard: unknown[] = [];
    const store = createSettingsStore({ file: target, user: { theme: 'dark' }, policy, log: memoryLog() });
    const stop = store.onChange((values, changed) => heard.push([changed, values.theme, values.ringVolume]));
    return { store, written, heard, stop };
  }

  it('writes, counts and tells', () => {
    const { store, written, heard, stop } = createStore();
    expect(store.change({ ringVolume: 0.3, theme: 'dark' })).toEqual(ok(null));
    expect(written).toEqual([{ ringVolume: 0.3, theme: 'dark' }]);
    expect(store.values()).toMatchObject({ ringVolume: 0.3, theme: 'dark', notifyCalls: true });
    expect(store.view().ringVolume).toEqual({ value: 0.3, origin: 'user' });
    expect(heard).toEqual([[['ringVolume'], 'dark', 0.3]]);
    stop();
    store.change({ ringVolume: 0.4 });
    expect(heard).toHaveLength(1);
  });

  it('changes nothing that is managed', () => {
    const { store, written } = createStore({ locale: 'de' });
    expect(store.change({ locale: 'it', theme: 'light' })).toEqual(fail('managed', 'locale'));
    expect(written).toEqual([]);
    expect(store.values()).toMatchObject({ locale: 'de', theme: 'dark' });
  });

  it('changes nothing that could not be saved', () => {
    const { store, heard } = createStore({ full: true });
    expect(store.change({ theme: 'light' })).toEqual(fail('disk-full', 'ENOSPC'));
    expect(store.values().theme).toBe('dark');
    expect(heard).toEqual([]);
  });
});
