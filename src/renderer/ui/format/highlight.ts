export interface Part {
  readonly text: string;
  readonly match: boolean;
}

/**
 * A text cut at the places where one of the words typed begins a word in it, compared without case and accents.
 * The parts joined are the text.
 */
export function highlight(text: string, typed: string): readonly Part[] {
  const words = fold(typed)
    .text.split(/\s+/u)
    .filter((word) => word !== '');
  const folded = fold(text);
  const marks = new Uint8Array(text.length);
  for (const word of words) {
    for (let at = folded.text.indexOf(word); at !== -1; at = folded.text.indexOf(word, at + 1)) {
      if (!beginsWord(folded.text, at)) continue;
      marks.fill(1, folded.origin[at], folded.origin[at + word.length] ?? text.length);
    }
  }
  const parts: Part[] = [];
  let start = 0;
  for (let index = 1; index <= text.length; index += 1) {
    if (index < text.length && marks[index] === marks[start]) continue;
    parts.push({ text: text.slice(start, index), match: marks[start] === 1 });
    start = index;
  }
  return parts.filter((part) => part.text !== '');
}

/** The piece of a long text around its first match, so that the match can be seen in one line. */
export function excerpt(text: string, typed: string, before = 24): string {
  const single = text.replace(/\s+/gu, ' ');
  const parts = highlight(single, typed);
  const first = parts.findIndex((part) => part.match);
  if (first <= 0) return single;
  const at = parts.slice(0, first).reduce((length, part) => length + part.text.length, 0);
  if (at <= before) return single;
  const space = single.indexOf(' ', at - before);
  return `…${single.slice(space === -1 || space >= at ? at : space + 1)}`;
}

/** Without case and accents; `origin[i]` is where the i-th character of the result stands in the text. */
function fold(text: string): { readonly text: string; readonly origin: readonly number[] } {
  let folded = '';
  const origin: number[] = [];
  let position = 0;
  for (const character of text) {
    const plain = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    for (let index = 0; index < plain.length; index += 1) origin.push(position);
    folded += plain;
    position += character.length;
  }
  return { text: folded, origin };
}

const beginsWord = (text: string, at: number): boolean =>
  at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1)) || /\p{N}/u.test(text.charAt(at));
