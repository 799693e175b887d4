import { highlight } from '../format/highlight.ts';

export interface HighlightedProps {
  readonly text: string;
  readonly typed: string;
}

/** A text with what was searched for marked in it. */
export function Highlighted({ text, typed }: HighlightedProps) {
  let start = 0;
  return highlight(text, typed).map((part) => {
    const key = start;
    start += part.text.length;
    return part.match ? <mark key={key}>{part.text}</mark> : <span key={key}>{part.text}</span>;
  });
}
