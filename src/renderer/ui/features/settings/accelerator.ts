/** What an accelerator is made of, of a KeyboardEvent. */
export interface PressedKeys {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export type Captured =
  | { readonly kind: 'accelerator'; readonly accelerator: string }
  /** Only modifiers so far. */
  | { readonly kind: 'incomplete' }
  /** A key that writes text, with nothing that keeps it from doing so. */
  | { readonly kind: 'needs-modifier' };

const named: Readonly<Record<string, string>> = {
  Space: 'Space',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Insert: 'Insert',
  Delete: 'Delete',
  Enter: 'Enter',
};

const modifiers = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph']);

/** Keys pressed, as an Electron accelerator (electronjs.org/docs/latest/api/accelerator). */
export function captureAccelerator(keys: PressedKeys, darwin: boolean): Captured {
  if (modifiers.has(keys.key)) return { kind: 'incomplete' };
  const main = mainKey(keys);
  if (main === null) return { kind: 'incomplete' };
  const functionKey = /^F\d{1,2}$/.test(main);
  if (!keys.ctrlKey && !keys.metaKey && !keys.altKey && !functionKey) return { kind: 'needs-modifier' };
  const parts = [
    (darwin ? keys.metaKey : keys.ctrlKey) && 'CommandOrControl',
    darwin && keys.ctrlKey && 'Control',
    !darwin && keys.metaKey && 'Super',
    keys.altKey && 'Alt',
    keys.shiftKey && 'Shift',
    main,
  ].filter((part) => part !== false);
  return { kind: 'accelerator', accelerator: parts.join('+') };
}

/** An accelerator as labels of this platform's keys, for the eye. */
export function acceleratorLabels(
  accelerator: string,
  darwin: boolean,
  words: { readonly control: string; readonly shift: string; readonly alt: string; readonly space: string },
): readonly string[] {
  return accelerator.split('+').map((part) => {
    switch (part) {
      case 'CommandOrControl':
      case 'CmdOrCtrl':
        return darwin ? '⌘' : words.control;
      case 'Control':
      case 'Ctrl':
        return darwin ? '⌃' : words.control;
      case 'Alt':
      case 'Option':
        return darwin ? '⌥' : words.alt;
      case 'Shift':
        return darwin ? '⇧' : words.shift;
      case 'Space':
        return words.space;
      default:
        return part;
    }
  });
}

function mainKey({ key, code }: PressedKeys): string | null {
  if (/^Key[A-Z]$/.test(code) && /^[a-z]$/i.test(key)) return key.toUpperCase();
  // With Alt a Mac writes another character; the key's place still tells which it is.
  if (/^Key[A-Z]$/.test(code)) return code.slice(3);
  if (/^Digit\d$/.test(code)) return code.slice(5);
  if (/^F\d{1,2}$/.test(code)) return code;
  return named[code] ?? null;
}
