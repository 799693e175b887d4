import { decodeUtf8 } from '../platform/utf8.ts';
import { hasControlCharacter, isToken, parseCount } from './grammar.ts';
import { canonicalName, singleHeaders } from './header-names.ts';
import { sipLimits } from './limits.ts';
import type { Header, RequestLine, SipText, StatusLine } from './message.ts';

/** Why a text is no acceptable message. */
export interface SipProblem {
  /** What to answer, where the text is a request that can be answered. */
  readonly status: 400 | 413 | 505;
  readonly reason: string;
  /** What could be read all the same: enough, perhaps, for an answer. */
  readonly partial: SipText | null;
}

export type Reading =
  | { readonly ok: true; readonly text: SipText }
  | { readonly ok: false; readonly problem: SipProblem };

const refuse = (reason: string, partial: SipText | null = null, status: SipProblem['status'] = 400): Reading => ({
  ok: false,
  problem: { status, reason, partial },
});

/** Splits one frame into start line, headers and body (RFC 3261 §7), without understanding the headers yet. */
export function readMessage(frame: string): Reading {
  // RFC 3261 §7.5: line ends before the start line are keep-alive noise.
  const text = frame.replace(/^(?:\r\n)+/, '');
  if (Buffer.byteLength(text) > sipLimits.messageBytes) return refuse('Message too large', null, 413);
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return refuse('Headers do not end');
  const [first = '', ...lines] = unfold(text.slice(0, end));
  const read = readStartLine(first);
  if (read === null) return refuse('Malformed start line');
  const headers: Header[] = [];
  let flaw: string | null = lines.length > sipLimits.headers ? 'Too many headers' : null;
  for (const line of lines.slice(0, sipLimits.headers)) {
    const header = readHeader(line);
    if (typeof header === 'string') flaw ??= header;
    else headers.push(header);
  }
  flaw ??= repeatedHeader(headers);
  const kept = headers.filter(({ name }) => name !== 'Content-Length');
  const partial: SipText = { start: read.start, headers: kept, body: '' };
  if (flaw !== null) return refuse(flaw, partial);
  if (read.version !== '2.0') return refuse('Version Not Supported', partial, 505);
  const length = headers.find(({ name }) => name === 'Content-Length')?.value;
  const body = cutBody(text.slice(end + 4), length);
  return body === null
    ? refuse('Content-Length does not fit the body', partial)
    : { ok: true, text: { ...partial, body } };
}

/** RFC 3261 §7.3.1: a line that begins with a blank continues the header before it. */
const unfold = (head: string): readonly string[] => head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');

function readStartLine(line: string): { readonly start: RequestLine | StatusLine; readonly version: string } | null {
  if (line.length > sipLimits.headerBytes || hasControlCharacter(line)) return null;
  const response = /^SIP\/2\.0 ([1-6]\d\d) (.*)$/i.exec(line);
  if (response !== null) {
    return { start: { kind: 'response', status: Number(response[1]), reason: response[2] ?? '' }, version: '2.0' };
  }
  const request = /^(\S+) (\S+) SIP\/(\d{1,3}\.\d{1,3})$/i.exec(line);
  const [, method = '', uri = '', version = ''] = request ?? [];
  return isToken(method) ? { start: { kind: 'request', method, uri }, version } : null;
}

/** A text is what is wrong with the line. */
function readHeader(line: string): Header | string {
  if (Buffer.byteLength(line) > sipLimits.headerBytes) return 'Header too long';
  if (hasControlCharacter(line)) return 'Control character in a header';
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0)).trimEnd();
  return isToken(name) ? { name: canonicalName(name), value: line.slice(colon + 1).trim() } : 'Malformed header line';
}

function repeatedHeader(headers: readonly Header[]): string | null {
  const seen = new Set<string>();
  for (const { name } of headers) {
    if (singleHeaders.has(name) && seen.has(name)) return `More than one ${name}`;
    seen.add(name);
  }
  return null;
}

/** RFC 3261 §18.3 for transports that keep messages apart: superfluous bytes are dropped, missing ones are an error. */
function cutBody(body: string, length: string | undefined): string | null {
  if (length === undefined) return body;
  const wanted = parseCount(length, sipLimits.messageBytes);
  if (wanted === null) return null;
  const bytes = Buffer.from(body);
  if (bytes.byteLength === wanted) return body;
  return bytes.byteLength < wanted ? null : decodeUtf8(bytes.subarray(0, wanted));
}
