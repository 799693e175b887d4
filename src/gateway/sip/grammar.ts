/** Lexical pieces of SIP (RFC 3261 §25.1) shared by the parser and the serialiser. */

const tokenPattern = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

export const isToken = (text: string): boolean => tokenPattern.test(text);

/** Values that may stand in a parameter without quotes: a token or a host (RFC 3261 `gen-value`). */
const bareValuePattern = /^[A-Za-z0-9\-.!%*_+`'~:[\]]+$/;

export const isBareValue = (text: string): boolean => bareValuePattern.test(text);

/** A quoted-string, escaped as RFC 3261 §25.1 wants it. */
export const quote = (text: string): string => `"${text.replace(/["\\]/g, (character) => `\\${character}`)}"`;

/**
 * Reads the quoted-string that starts at `start`.
 *
 * @returns its content without escapes and the index behind its closing quote; null where it is not closed.
 */
export function readQuoted(text: string, start: number): { readonly value: string; readonly end: number } | null {
  let value = '';
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"') return { value, end: index + 1 };
    if (character !== '\\') {
      value += character;
      continue;
    }
    index += 1;
    if (index >= text.length) return null;
    value += text.charAt(index);
  }
  return null;
}

/**
 * Splits at a separator that stands neither in a quoted-string nor between `<` and `>`; parts are trimmed.
 * null where a quote or an angle bracket is not closed.
 */
export function splitOutside(text: string, separator: ',' | ';'): readonly string[] | null {
  const parts: string[] = [];
  let start = 0;
  let angled = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"' && !angled) {
      const quoted = readQuoted(text, index);
      if (quoted === null) return null;
      index = quoted.end - 1;
    } else if (character === '<') {
      if (angled) return null;
      angled = true;
    } else if (character === '>') {
      if (!angled) return null;
      angled = false;
    } else if (character === separator && !angled) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  if (angled) return null;
  parts.push(text.slice(start).trim());
  return parts;
}

/** Percent-decoding that never throws; null where the escapes are no UTF-8. */
export function decodePercent(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Whether a text holds a control character other than a tab: none may stand in a header. */
export function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true;
  }
  return false;
}

/** Digits only, within the limit; null otherwise. */
export function parseCount(text: string, limit: number): number | null {
  if (!/^\d{1,10}$/.test(text)) return null;
  const value = Number(text);
  return value <= limit ? value : null;
}
