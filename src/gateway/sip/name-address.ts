import { isToken, quote, readQuoted, splitOutside } from './grammar.ts';
import { formatParameters, type Parameter, parseParameters } from './parameters.ts';
import { isAbsoluteUri } from './uri.ts';

/** `"Anna" <sip:anna@example.com>;tag=…`: the value of From, To, Contact, Route and their kin (RFC 3261 §20.10). */
export interface NameAddress {
  readonly displayName: string | null;
  /** As it stands; not necessarily a SIP URI. */
  readonly uri: string;
  readonly parameters: readonly Parameter[];
}

/** null where the text is no name-addr or addr-spec. */
export function parseNameAddress(text: string): NameAddress | null {
  const trimmed = text.trim();
  const display = readDisplayName(trimmed);
  if (display === null) return null;
  if (!display.rest.startsWith('<')) return display.name === null ? parseAddrSpec(trimmed) : null;
  const close = display.rest.indexOf('>');
  if (close === -1) return null;
  const uri = display.rest.slice(1, close).trim();
  const parameters = parseTail(display.rest.slice(close + 1));
  return parameters === null || !isAbsoluteUri(uri) ? null : { displayName: display.name, uri, parameters };
}

function readDisplayName(text: string): { readonly name: string | null; readonly rest: string } | null {
  if (text.startsWith('"')) {
    const quoted = readQuoted(text, 0);
    return quoted === null ? null : { name: quoted.value, rest: text.slice(quoted.end).trimStart() };
  }
  const open = text.indexOf('<');
  if (open <= 0) return { name: null, rest: text };
  const words = text.slice(0, open).trim();
  return words.split(/[ \t]+/).every(isToken) ? { name: words, rest: text.slice(open) } : null;
}

/** Without brackets every parameter belongs to the header, not to the URI (RFC 3261 §20). */
function parseAddrSpec(text: string): NameAddress | null {
  const semicolon = text.indexOf(';');
  const uri = (semicolon === -1 ? text : text.slice(0, semicolon)).trim();
  const parameters = parseTail(semicolon === -1 ? '' : text.slice(semicolon));
  return parameters === null || !isAbsoluteUri(uri) || /[,?]/.test(uri) ? null : { displayName: null, uri, parameters };
}

function parseTail(text: string): readonly Parameter[] | null {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (!trimmed.startsWith(';')) return null;
  const parts = splitOutside(trimmed.slice(1), ';');
  return parts === null ? null : parseParameters(parts);
}

export function formatNameAddress(address: NameAddress): string {
  const name = address.displayName === null ? '' : `${quote(address.displayName)} `;
  return `${name}<${address.uri}>${formatParameters(address.parameters)}`;
}
