/** Turns what an agent types into full-text expressions. Nothing of it can act as FTS5 syntax: only letters and digits get through, and those in quotes. */

export interface SearchQuery {
  /** Contacts' names: each word is the beginning of one. null: nothing to look for. */
  readonly names: string | null;
  /** Three or more digits that follow each other in a number, whatever stands between them on the screen; nothing else, and not quoted. */
  readonly digits: string | null;
  /** Messages and transcripts of notes: whole words, the last one may be unfinished. */
  readonly messages: string | null;
}

/** More words than anybody types; each one costs an index look-up. */
const maximumWords = 12;

/** The runs that the `unicode61` tokenizer would take for words; marks stay, it folds them. */
const wordPattern = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;

const onlyNumber = /^[\d\s+\-()./\u2010-\u2015]+$/;

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`;

export const searchedWords = (text: string): readonly string[] =>
  (text.match(wordPattern) ?? []).slice(0, maximumWords);

export function parseSearch(text: string): SearchQuery {
  const words = searchedWords(text);
  const last = words.at(-1);
  // An international prefix is dialled as 00 and stored as +.
  const digits = onlyNumber.test(text) ? text.replace(/\D/g, '').replace(/^00/, '') : '';
  return {
    names: last === undefined ? null : words.map((word) => `${quoted(word)}*`).join(' AND '),
    digits: digits.length < 3 ? null : digits,
    messages: last === undefined ? null : [...words.slice(0, -1).map(quoted), `${quoted(last)}*`].join(' AND '),
  };
}
