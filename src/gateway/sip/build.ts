import { randomBytes } from 'node:crypto';
import type { Header, SipText } from './message.ts';
import { headerValue, headerValues, type SipRequest } from './message.ts';
import { cleanPhrase, reasonPhrases } from './reasons.ts';
import { branchCookie } from './via.ts';

/** What this gateway understands; REGISTER outside dialogs only. */
export const allowedMethods: readonly string[] = [
  'INVITE',
  'ACK',
  'CANCEL',
  'BYE',
  'OPTIONS',
  'UPDATE',
  'INFO',
  'REGISTER',
];

export const allowHeader: Header = { name: 'Allow', value: allowedMethods.join(', ') };

export const productName = 'Cornetta gateway';

export const newTag = (): string => randomBytes(8).toString('hex');
export const newBranch = (): string => `${branchCookie}${randomBytes(12).toString('hex')}`;
export const newCallId = (): string => randomBytes(16).toString('hex');

export interface ResponseParts {
  /** Instead of the usual phrase. */
  readonly reason?: string;
  /** To tag of this side, where the request had none (RFC 3261 §8.2.6.2); never in a 100. */
  readonly toTag?: string | null;
  readonly headers?: readonly Header[];
  readonly body?: string;
}

/** A response that goes back the way the request came (RFC 3261 §8.2.6). */
export function buildResponse(request: SipRequest, status: number, parts: ResponseParts = {}): SipText {
  return echo(request, request.toTag === null, status, parts);
}

/**
 * A refusal of a request that could not be understood. null where too little of it was legible, or where it is an ACK, which is
 * never answered.
 */
export function buildRefusal(partial: SipText, status: number, reason: string): SipText | null {
  if (partial.start.kind !== 'request' || partial.start.method === 'ACK') return null;
  const legible = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].every((name) => headerValue(partial, name) !== undefined);
  if (!legible) return null;
  const tagged = /;\s*tag\s*=/i.test(headerValue(partial, 'To') ?? '');
  return echo(partial, !tagged, status, { reason, toTag: newTag() });
}

function echo(request: Pick<SipText, 'headers'>, untagged: boolean, status: number, parts: ResponseParts): SipText {
  const to = headerValue(request, 'To') ?? '';
  const tag = status > 100 && untagged && parts.toTag ? `;tag=${parts.toTag}` : '';
  const copied = ['From', 'Call-ID', 'CSeq'].map((name) => ({ name, value: headerValue(request, name) ?? '' }));
  return {
    start: { kind: 'response', status, reason: cleanPhrase(parts.reason ?? reasonPhrases[status] ?? 'Unknown') },
    headers: [
      ...headerValues(request, 'Via').map((value) => ({ name: 'Via', value })),
      { name: 'To', value: `${to}${tag}` },
      ...copied,
      { name: 'Server', value: productName },
      ...(parts.headers ?? []),
    ],
    body: parts.body ?? '',
  };
}
