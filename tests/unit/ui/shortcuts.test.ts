import { describe, expect, it } from 'vitest';
import { en } from '../../../src/renderer/ui/i18n/locales/en/index.ts';
import { createTranslate } from '../../../src/renderer/ui/i18n/translator.ts';
import { type KeyPress, matchShortcut, releases } from '../../../src/renderer/ui/shortcuts/match.ts';
import { ariaKeys, keyLabels } from '../../../src/renderer/ui/shortcuts/show.ts';
import {
  chordOf,
  type Platform,
  type Shortcut,
  type ShortcutId,
  shortcutIds,
  shortcuts,
} from '../../../src/renderer/ui/shortcuts/table.ts';

const platforms: readonly Platform[] = ['linux', 'win32', 'darwin'];
const heard = shortcutIds.filter((id) => (shortcuts[id] as Shortcut).listedOnly !== true);

const press = (changes: Partial<KeyPress>): KeyPress => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...changes,
});

/** The key press that a chord describes. */
function pressOf(id: ShortcutId, platform: Platform): KeyPress {
  const chord = chordOf(id, platform);
  const mod = chord.mod === true;
  return press({
    key: chord.key !== undefined && chord.shift === true ? chord.key.toUpperCase() : (chord.key ?? ''),
    code: chord.code ?? '',
    ctrlKey: chord.control === true || (mod && platform !== 'darwin'),
    metaKey: mod && platform === 'darwin',
    shiftKey: chord.shift === true,
    altKey: chord.alt === true,
  });
}

describe.each(platforms)('the shortcuts on %s', (platform) => {
  it('each mean one thing', () => {
    expect(heard.map((id) => matchShortcut(pressOf(id, platform), platform, false))).toEqual(heard);
  });

  it('write nothing into a text field, or are not heard there', () => {
    for (const id of heard) {
      const { ctrlKey, metaKey, altKey, code } = pressOf(id, platform);
      const writes = !ctrlKey && !metaKey && !(altKey && (platform !== 'darwin' || code !== ''));
      if (writes) expect(matchShortcut(pressOf(id, platform), platform, true), id).toBeNull();
    }
  });

  it('leave the system its own keys', () => {
    const taken = {
      darwin: ['Meta+q', 'Meta+w', 'Meta+h', 'Meta+m', 'Meta+c', 'Meta+v', 'Meta+x', 'Meta+z', 'Meta+a', 'Meta+Space'],
      win32: ['Control+c', 'Control+v', 'Control+x', 'Control+z', 'Control+a', 'Alt+F4', 'Control+Shift+Escape'],
      linux: ['Control+c', 'Control+v', 'Control+x', 'Control+z', 'Control+a', 'Alt+F4', 'Control+Alt+t'],
    };
    const chords = heard.map((id) => ariaKeys(id, platform).toLowerCase());
    expect(chords.filter((chord) => taken[platform].some((other) => other.toLowerCase() === chord))).toEqual([]);
  });

  it('can be read on the keyboard', () => {
    const t = createTranslate('en', en);
    for (const id of shortcutIds) {
      const labels = keyLabels(id, platform, t);
      expect(labels.join(''), id).not.toBe('');
      expect(new Set(labels).size, id).toBe(labels.length);
    }
  });
});

describe('matching', () => {
  it('asks for exactly the modifiers of the chord', () => {
    const control = { ctrlKey: true, shiftKey: true, key: 'M' };
    expect(matchShortcut(press(control), 'linux', true)).toBe('mute');
    expect(matchShortcut(press({ ...control, altKey: true }), 'linux', true)).toBeNull();
    expect(matchShortcut(press({ ...control, shiftKey: false, key: 'm' }), 'linux', true)).toBeNull();
    expect(matchShortcut(press(control), 'darwin', true)).toBeNull();
  });

  it('finds the question mark wherever the layout has it, but not while writing', () => {
    expect(matchShortcut(press({ key: '?', shiftKey: true }), 'linux', false)).toBe('help');
    expect(matchShortcut(press({ key: '?' }), 'linux', false)).toBe('help');
    expect(matchShortcut(press({ key: '?', shiftKey: true }), 'linux', true)).toBeNull();
  });

  it('goes by what is printed on the key', () => {
    // On a French keyboard A stands where Q is elsewhere.
    expect(matchShortcut(press({ key: 'A', code: 'KeyQ', ctrlKey: true, shiftKey: true }), 'win32', true)).toBe(
      'answer',
    );
  });

  it('ends push-to-talk when any of its keys is let go', () => {
    const chord = chordOf('talk', 'linux');
    expect(releases(chord, press({ code: 'Space', key: ' ' }))).toBe(true);
    expect(releases(chord, press({ code: 'ControlLeft', key: 'Control' }))).toBe(true);
    expect(releases(chord, press({ code: 'KeyA', key: 'a' }))).toBe(false);
    expect(releases(chordOf('talk', 'darwin'), press({ code: 'AltLeft', key: 'Alt' }))).toBe(true);
  });
});

describe('the sheet', () => {
  it('has words for every shortcut', () => {
    const words: Readonly<Record<string, string>> = en.shortcuts;
    expect(shortcutIds.filter((id) => words[id] === undefined)).toEqual([]);
  });
});
