import { canonicalName } from './header-names.ts';
import type { NameAddress } from './name-address.ts';
import type { Via } from './via.ts';

export interface Header {
  /** In its usual spelling, see {@link canonicalName}. */
  readonly name: string;
  /** Unfolded and trimmed. */
  readonly value: string;
}

export interface RequestLine {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
}

export interface StatusLine {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
}

/** A message as text: what is written to and read from a socket. `Content-Length` is not among the headers. */
export interface SipText {
  readonly start: RequestLine | StatusLine;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** What every message must carry (RFC 3261 §8.1.1), understood. */
export interface MessageCore {
  readonly headers: readonly Header[];
  readonly body: string;
  readonly vias: readonly Via[];
  /** Of the topmost Via. */
  readonly branch: string;
  readonly from: NameAddress;
  readonly fromTag: string;
  readonly to: NameAddress;
  readonly toTag: string | null;
  readonly callId: string;
  readonly cseq: number;
}

export interface SipRequest extends MessageCore {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
}

export interface SipResponse extends MessageCore {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  /** Method of the request that it answers. */
  readonly method: string;
}

export type SipMessage = SipRequest | SipResponse;

type WithHeaders = Pick<SipText, 'headers'>;

/** First value of a header; the name in its usual spelling. */
export const headerValue = (message: WithHeaders, name: string): string | undefined =>
  message.headers.find((header) => header.name === name)?.value;

/** Every value of a header, in order, lists not split. */
export const headerValues = (message: WithHeaders, name: string): readonly string[] =>
  message.headers.filter((header) => header.name === name).map(({ value }) => value);

export const header = (name: string, value: string): Header => ({ name: canonicalName(name), value });

/** The media type of the body, lower case, without parameters; null where none is named. */
export const contentType = (message: WithHeaders): string | null =>
  headerValue(message, 'Content-Type')?.split(';')[0]?.trim().toLowerCase() ?? null;
