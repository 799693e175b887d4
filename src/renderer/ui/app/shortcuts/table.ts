import type { SessionSnapshot } from '#shared/contracts/session.ts';

export type Platform = SessionSnapshot['platform'];

/**
 * One combination of keys. `mod` is Cmd on a Mac and Ctrl elsewhere. Letters go by what is printed on the key (`key`),
 * digits, arrows and the space bar by their place (`code`), so that every keyboard layout has them.
 */
export interface Chord {
  readonly key?: string;
  readonly code?: string;
  readonly mod?: boolean;
  readonly control?: boolean;
  readonly shift?: boolean;
  readonly alt?: boolean;
}

export type ShortcutGroup = 'call' | 'move' | 'write';

export interface Shortcut {
  readonly group: ShortcutGroup;
  readonly chord: Chord;
  /** Where a Mac's own use of the keys needs another choice. */
  readonly darwin?: Chord;
  /** Works only where no text is being written, because the key alone is a character. */
  readonly outsideText?: true;
  /** Belongs to a text field, which handles it itself; listed for the reader. */
  readonly listedOnly?: true;
}

const modShift = (key: string): Chord => ({ key, mod: true, shift: true });

/**
 * Every shortcut, once: the handler, the tooltips and the sheet read this. What concerns a call is Ctrl/Cmd+Shift+letter:
 * no text field writes anything for it, so that it can be pressed while typing.
 */
export const shortcuts = {
  answer: { group: 'call', chord: modShift('a') },
  /** Nothing else answers with the camera. */
  answerCamera: { group: 'call', chord: modShift('s') },
  decline: { group: 'call', chord: modShift('d') },
  mute: { group: 'call', chord: modShift('m') },
  // Ctrl+Space switches the input source on a Mac.
  talk: { group: 'call', chord: { code: 'Space', control: true }, darwin: { code: 'Space', alt: true } },
  hold: { group: 'call', chord: modShift('h') },
  record: { group: 'call', chord: modShift('r') },
  keypad: { group: 'call', chord: modShift('k') },
  camera: { group: 'call', chord: modShift('o') },
  fullScreen: { group: 'call', chord: { key: 'f' }, outsideText: true },
  react: { group: 'call', chord: modShift('l') },
  end: { group: 'call', chord: modShift('e') },
  finish: { group: 'call', chord: modShift('f') },
  call: { group: 'call', chord: modShift('c') },
  dial: { group: 'call', chord: modShift('n') },
  presence: { group: 'call', chord: modShift('p') },
  next: { group: 'move', chord: { code: 'ArrowDown', alt: true } },
  previous: { group: 'move', chord: { code: 'ArrowUp', alt: true } },
  search: { group: 'move', chord: { key: 'k', mod: true } },
  inbox: { group: 'move', chord: { code: 'Digit1', mod: true } },
  calls: { group: 'move', chord: { code: 'Digit2', mod: true } },
  recordings: { group: 'move', chord: { code: 'Digit3', mod: true } },
  settings: { group: 'move', chord: { code: 'Digit4', mod: true } },
  help: { group: 'move', chord: { key: '?' }, outsideText: true },
  send: { group: 'write', chord: { key: 'Enter' }, listedOnly: true },
  newline: { group: 'write', chord: { key: 'Enter', shift: true }, listedOnly: true },
} as const satisfies Readonly<Record<string, Shortcut>>;

export type ShortcutId = keyof typeof shortcuts;

export const shortcutIds = Object.keys(shortcuts) as readonly ShortcutId[];

export function chordOf(id: ShortcutId, platform: Platform): Chord {
  const shortcut: Shortcut = shortcuts[id];
  return platform === 'darwin' ? (shortcut.darwin ?? shortcut.chord) : shortcut.chord;
}
