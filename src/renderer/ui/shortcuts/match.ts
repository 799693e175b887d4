import { type Chord, chordOf, type Platform, type Shortcut, type ShortcutId, shortcutIds, shortcuts } from './table.ts';

/** What matching needs of a KeyboardEvent. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** The shortcut that a key press means, if it means one. */
export function matchShortcut(press: KeyPress, platform: Platform, inText: boolean): ShortcutId | null {
  const found = shortcutIds.find((id) => {
    const shortcut: Shortcut = shortcuts[id];
    if (shortcut.listedOnly === true || (shortcut.outsideText === true && inText)) return false;
    return fits(chordOf(id, platform), press, platform);
  });
  return found ?? null;
}

/** Whether one of the keys that make up a held-down chord was let go. */
export function releases(chord: Chord, press: KeyPress): boolean {
  if (chord.code === press.code) return true;
  return (chord.control === true && press.key === 'Control') || (chord.alt === true && press.key === 'Alt');
}

function fits(chord: Chord, press: KeyPress, platform: Platform): boolean {
  const mac = platform === 'darwin';
  const wantsControl = chord.control === true || (chord.mod === true && !mac);
  const wantsMeta = chord.mod === true && mac;
  if (press.ctrlKey !== wantsControl || press.metaKey !== wantsMeta || press.altKey !== (chord.alt === true))
    return false;
  if (chord.code !== undefined) return press.code === chord.code && press.shiftKey === (chord.shift === true);
  if (press.key.toLowerCase() !== chord.key) return false;
  // A sign such as `?` needs Shift on some layouts and not on others.
  return !/^[a-z]$/.test(chord.key) || press.shiftKey === (chord.shift === true);
}
