/** SIP as text (RFC 3261), read and written just well enough to play the other side of a test. */
export interface SipText {
  /** `INVITE sip:… SIP/2.0` or `SIP/2.0 200 OK`. */
  readonly first: string;
  /** null for a response. */
  readonly method: string | null;
  /** null for a request. */
  readonly status: number | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export function parseSip(text: string): SipText {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = /^SIP\/2\.0 (\d{3})/.exec(first)?.[1];
  return {
    first,
    method: status === undefined ? (first.split(' ')[0] ?? '') : null,
    status: status === undefined ? null : Number(status),
    headers: lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    }),
    body: text.slice(end + 4),
  };
}

export const headersOf = ({ headers }: SipText, name: string): readonly string[] =>
  headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);

export function headerOf(message: SipText, name: string): string {
  const [value] = headersOf(message, name);
  if (value === undefined) throw new Error(`${message.first} has no ${name}`);
  return value;
}

export const tagOf = (address: string): string => /;tag=([^;>\s]+)/.exec(address)?.[1] ?? '';

export function write(first: string, headers: readonly string[], body = '', contentType = 'application/sdp'): string {
  const typed = body === '' ? [] : [`Content-Type: ${contentType}`];
  return [first, ...headers, ...typed, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

/** A response to a request that was received. */
export function responseTo(request: SipText, status: number, phrase: string, extra: readonly string[] = [], body = '') {
  const to = headerOf(request, 'To');
  return write(
    `SIP/2.0 ${status} ${phrase}`,
    [
      ...headersOf(request, 'Via').map((via) => `Via: ${via}`),
      `From: ${headerOf(request, 'From')}`,
      `To: ${tagOf(to) === '' && status > 100 ? `${to};tag=far` : to}`,
      `Call-ID: ${headerOf(request, 'Call-ID')}`,
      `CSeq: ${headerOf(request, 'CSeq')}`,
      ...extra,
    ],
    body,
  );
}

/** A description with one audio line, as short as JsSIP and the fake peer connection accept. */
export const audioSdp = (direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive' = 'sendrecv'): string =>
  ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', `a=${direction}`, ''].join(
    '\r\n',
  );
