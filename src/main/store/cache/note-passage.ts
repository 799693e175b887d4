/** Which part of a transcript a search meant, and where in the note it is said. */
import type { NoteTranscript } from '#shared/contracts/note.ts';

export interface NotePassage {
  readonly text: string;
  /** null: the transcript does not say when */
  readonly fromMs: number | null;
}

/** Of a transcript without segments: so many characters around the first word found. */
const before = 60;
const most = 300;

/** As the full-text index folds: without diacritics and case. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** @param words that were searched; the last one may be the beginning of one */
export function passageOf({ text, segments }: NoteTranscript, words: readonly string[]): NotePassage {
  const wanted = words.map(folded);
  const found = (part: string): number => {
    const said = folded(part);
    return wanted.filter((word) => said.includes(word)).length;
  };
  const best = segments.reduce<{ readonly found: number; readonly passage: NotePassage } | null>((top, segment) => {
    const score = found(segment.text);
    return score > (top?.found ?? 0) ? { found: score, passage: segment } : top;
  }, null);
  if (best !== null) return { text: best.passage.text, fromMs: best.passage.fromMs };
  return { text: excerpt(text, wanted), fromMs: null };
}

function excerpt(text: string, wanted: readonly string[]): string {
  if (text.length <= most) return text;
  // Folding keeps the number of letters for nearly every script; where it does not, the excerpt begins a little beside the word.
  const said = folded(text);
  const places = wanted.map((word) => said.indexOf(word)).filter((place) => place >= 0);
  const from = Math.max(0, Math.min(...places, text.length) - before);
  const start = from === 0 || places.length === 0 ? 0 : text.indexOf(' ', from) + 1;
  return `${start === 0 ? '' : '…'}${text.slice(start, start + most).trimEnd()}${start + most < text.length ? '…' : ''}`;
}
