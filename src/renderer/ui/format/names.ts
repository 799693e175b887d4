/** One or two letters that stand for a person; a number or address has none. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => /^\p{L}/u.test(word));
  const first = words.at(0);
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last].map((word) => (word === undefined ? '' : firstLetter(word))).join('');
}

/** 1…6, always the same for the same key. */
export function tintOf(key: string): number {
  let hash = 0;
  for (const character of key) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) | 0;
  return (Math.abs(hash) % 6) + 1;
}

/** Iterating a string keeps letters beyond the basic plane whole. */
function firstLetter(word: string): string {
  const [letter = ''] = word;
  return letter.toLocaleUpperCase();
}
