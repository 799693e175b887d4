import type { Translate } from '../i18n/translator.ts';
import { type Chord, chordOf, type Platform, type ShortcutId } from './table.ts';

/** The keys of a shortcut as they are printed on this platform's keyboard, in the order one presses them. */
export function keyLabels(id: ShortcutId, platform: Platform, t: Translate): readonly string[] {
  const chord = chordOf(id, platform);
  const mac = platform === 'darwin';
  const labels: string[] = [];
  if (chord.control === true || (chord.mod === true && !mac)) labels.push(mac ? '⌃' : t('keys.control'));
  if (chord.alt === true) labels.push(mac ? '⌥' : t('keys.alt'));
  if (chord.shift === true) labels.push(mac ? '⇧' : t('keys.shift'));
  if (chord.mod === true && mac) labels.push('⌘');
  labels.push(mainKey(chord, t));
  return labels;
}

/** For `aria-keyshortcuts`: `Control+Shift+A`. */
export function ariaKeys(id: ShortcutId, platform: Platform): string {
  const chord = chordOf(id, platform);
  const mac = platform === 'darwin';
  const names: string[] = [];
  if (chord.control === true || (chord.mod === true && !mac)) names.push('Control');
  if (chord.mod === true && mac) names.push('Meta');
  if (chord.alt === true) names.push('Alt');
  if (chord.shift === true) names.push('Shift');
  names.push(chord.key === undefined ? (chord.code ?? '').replace('Digit', '') : chord.key.toUpperCase());
  return names.join('+');
}

function mainKey(chord: Chord, t: Translate): string {
  switch (chord.code ?? chord.key) {
    case 'Space':
      return t('keys.space');
    case 'Enter':
      return t('keys.enter');
    case 'ArrowUp':
      return t('keys.up');
    case 'ArrowDown':
      return t('keys.down');
    default:
      return (chord.key ?? chord.code ?? '').replace('Digit', '').toUpperCase();
  }
}
