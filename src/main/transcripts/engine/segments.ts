import type { NoteTranscript } from '#shared/contracts/note.ts';

export type Segment = NoteTranscript['segments'][number];

/** What an engine understood of one piece. Times in seconds from the piece's beginning; empty where the model tells none. */
export interface Understood {
  readonly text: string;
  /** As the engine names it, such as `it`; empty: not said. */
  readonly language: string;
  readonly tokens: readonly string[];
  readonly tokenTimes: readonly number[];
  readonly phrases: readonly string[];
  readonly phraseTimes: readonly number[];
}

/** Seconds between two words that make a new phrase of the second. */
const pauseSeconds = 0.8;
/** A phrase that is longer ends at the next word. */
const longPhrase = 120;

const tidy = (text: string): string => text.replaceAll('▁', ' ').replace(/\s+/g, ' ').trim();
const letters = (text: string): string => tidy(text).replaceAll(' ', '');

/**
 * Phrases with where they begin in the note: the model's own, else made of its words by pauses and the ends of sentences, else the piece as a whole.
 * @param fromMs where the piece begins in the note
 */
export function segmentsOf(understood: Understood, fromMs: number): readonly Segment[] {
  const { text, tokens, tokenTimes, phrases, phraseTimes } = understood;
  const at = (seconds: number | undefined): number => Math.max(0, fromMs + Math.round((seconds ?? 0) * 1000));
  const whole = letters(text);
  // Letters that a model spells in several tokens may be torn: such tokens are not shown.
  if (phrases.length > 0 && phrases.length === phraseTimes.length && letters(phrases.join('')) === whole)
    return filled(phrases.map((phrase, index) => ({ fromMs: at(phraseTimes[index]), text: tidy(phrase) })));
  if (tokens.length > 0 && tokens.length === tokenTimes.length && letters(tokens.join('')) === whole)
    return filled(grouped(tokens, tokenTimes).map(({ from, words }) => ({ fromMs: at(from), text: tidy(words) })));
  return filled([{ fromMs, text: tidy(text) }]);
}

const filled = (segments: readonly Segment[]): readonly Segment[] => segments.filter(({ text }) => text !== '');

interface Phrase {
  readonly from: number;
  words: string;
  last: number;
}

function grouped(tokens: readonly string[], times: readonly number[]): readonly Phrase[] {
  const phrases: Phrase[] = [];
  tokens.forEach((token, index) => {
    const time = times[index] ?? 0;
    const current = phrases.at(-1);
    if (current === undefined || (/^[\s▁]/.test(token) && isOver(current, time)))
      phrases.push({ from: time, words: token, last: time });
    else {
      current.words += token;
      current.last = time;
    }
  });
  return phrases;
}

const isOver = ({ words, last }: Phrase, next: number): boolean =>
  next - last > pauseSeconds || /[.?!…]\s*$/.test(words) || words.length > longPhrase;

/** As much as a transcript may hold. */
const mostText = 20_000;
const mostSegments = 1_000;
const mostSegmentText = 2_000;

/** @returns null: nothing is said */
export function transcriptOf(segments: readonly Segment[], languages: readonly string[]): NoteTranscript | null {
  const kept: Segment[] = [];
  let length = 0;
  for (const { fromMs, text } of segments.slice(0, mostSegments)) {
    const fitting = text.slice(0, Math.min(mostSegmentText, Math.max(0, mostText - length)));
    if (fitting === '') break;
    // Each its own moment: what jumps there is told apart by it.
    kept.push({ fromMs: Math.max(fromMs, (kept.at(-1)?.fromMs ?? -1) + 1), text: fitting });
    length += fitting.length + 1;
  }
  if (kept.length === 0) return null;
  const text = kept.map((segment) => segment.text).join(' ');
  return { text, language: commonest(languages), segments: kept, origin: 'desktop' };
}

/** Of the pieces' languages; null: none is said, or none is a BCP 47 tag. */
function commonest(languages: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const told of languages) {
    const language = told.replace(/^<\||\|>$/g, '');
    if (/^[a-z]{2,3}$/.test(language)) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
