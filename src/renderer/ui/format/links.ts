export interface LinkPart {
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly start: number;
  /** null: plain text */
  readonly href: string | null;
}

const address = /https?:\/\/[^\s<>"']+/giu;
/** Signs that end a sentence rather than an address. */
const trailing = /[.,;:!?)\]}»”’]+$/u;

/** A text cut at the web addresses in it. The parts joined are the text; only http and https become links. */
export function findLinks(text: string): readonly LinkPart[] {
  const parts: LinkPart[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const found = match[0].replace(trailing, '');
    if (!URL.canParse(found)) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), start: end, href: null });
    parts.push({ text: found, start: match.index, href: found });
    end = match.index + found.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), start: end, href: null });
  return parts;
}
