import type { LeftNote } from '../../connector.ts';
import type { NoteStep } from './note-step.ts';

const longestSegment = 2_000;

/** The transcript of a step as a provider would send it: a segment a sentence, each beginning where its share of the text does. */
export function transcriptOf(
  { transcript: text, language }: Pick<NoteStep, 'transcript' | 'language'>,
  durationMs: number,
): LeftNote['transcript'] {
  if (text === undefined) return null;
  const sentences = text.match(/[^.!?…]+[.!?…]*\s*/g) ?? [text];
  let at = 0;
  const segments = sentences.map((sentence) => {
    const fromMs = Math.floor((at / text.length) * durationMs);
    at += sentence.length;
    return { fromMs, text: sentence.trim().slice(0, longestSegment) };
  });
  return {
    text,
    language: language ?? null,
    segments: segments.filter((segment) => segment.text !== '').slice(0, 1_000),
  };
}
