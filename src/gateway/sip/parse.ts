import { isToken, parseCount, splitOutside } from './grammar.ts';
import { sipLimits } from './limits.ts';
import { headerValue, headerValues, type MessageCore, type SipMessage, type SipText } from './message.ts';
import { type NameAddress, parseNameAddress } from './name-address.ts';
import { parameter } from './parameters.ts';
import { readMessage, type SipProblem } from './read-message.ts';
import { branchOf, parseVia, type Via } from './via.ts';

export type Parsed =
  | { readonly ok: true; readonly message: SipMessage }
  | { readonly ok: false; readonly problem: SipProblem };

/** Reads one frame as a message whose mandatory headers are understood (RFC 3261 §8.1.1). Never throws. */
export function parseMessage(frame: string): Parsed {
  const reading = readMessage(frame);
  if (!reading.ok) return reading;
  const { text } = reading;
  const refuse = (reason: string): Parsed => ({ ok: false, problem: { status: 400, reason, partial: text } });
  const core = readCore(text);
  if (typeof core === 'string') return refuse(core);
  const cseqMethod = headerValue(text, 'CSeq')?.split(/[ \t]+/)[1] ?? '';
  if (!isToken(cseqMethod)) return refuse('Malformed CSeq');
  if (text.start.kind === 'response') {
    const { status, reason } = text.start;
    return { ok: true, message: { kind: 'response', status, reason, method: cseqMethod, ...core } };
  }
  const { method, uri } = text.start;
  if (cseqMethod !== method) return refuse('CSeq names another method');
  if (uri.length > sipLimits.headerBytes || /[<>"]/.test(uri) || !/^[A-Za-z][A-Za-z0-9+\-.]*:./.test(uri)) {
    return refuse('Malformed Request-URI');
  }
  const forwards = headerValue(text, 'Max-Forwards');
  if (forwards !== undefined && parseCount(forwards, 255) === null) return refuse('Malformed Max-Forwards');
  return { ok: true, message: { kind: 'request', method, uri, ...core } };
}

/** A text is what is wrong. */
function readCore(text: SipText): MessageCore | string {
  const vias = readVias(text);
  if (vias === null) return 'Missing or malformed Via';
  const top = vias[0];
  const branch = top === undefined ? null : branchOf(top);
  if (branch === null) return 'Via without an RFC 3261 branch';
  const from = parseNameAddress(headerValue(text, 'From') ?? '');
  const fromTag = from === null ? null : tagOf(from);
  if (from === null || typeof fromTag !== 'string') return 'Missing or malformed From';
  const to = parseNameAddress(headerValue(text, 'To') ?? '');
  const toTag = to === null ? null : tagOf(to);
  if (to === null || toTag === null) return 'Missing or malformed To';
  const callId = headerValue(text, 'Call-ID') ?? '';
  if (!/^[^\s]{1,256}$/.test(callId)) return 'Missing or malformed Call-ID';
  const cseq = parseCount(/^(\d{1,10})[ \t]+[^ \t]+$/.exec(headerValue(text, 'CSeq') ?? '')?.[1] ?? '', sipLimits.cseq);
  if (cseq === null) return 'Missing or malformed CSeq';
  const { headers, body } = text;
  return { headers, body, vias, branch, from, fromTag, to, toTag: toTag ?? null, callId, cseq };
}

/** undefined: no tag; null: a flag or an empty one, which is malformed. */
function tagOf(address: NameAddress): string | null | undefined {
  const tag = parameter(address.parameters, 'tag');
  return tag === undefined || (tag !== null && isToken(tag)) ? tag : null;
}

function readVias(text: SipText): readonly Via[] | null {
  const vias: Via[] = [];
  for (const value of headerValues(text, 'Via')) {
    for (const part of splitOutside(value, ',') ?? ['']) {
      const via = parseVia(part);
      if (via === null) return null;
      vias.push(via);
    }
  }
  return vias.length === 0 ? null : vias;
}

/** Addresses of a list header such as Contact or Record-Route, in order; null where one of them is malformed. */
export function addressList(message: Pick<SipText, 'headers'>, name: string): readonly NameAddress[] | null {
  const addresses: NameAddress[] = [];
  for (const value of headerValues(message, name)) {
    for (const part of splitOutside(value, ',') ?? ['']) {
      const address = parseNameAddress(part);
      if (address === null) return null;
      addresses.push(address);
    }
  }
  return addresses;
}
