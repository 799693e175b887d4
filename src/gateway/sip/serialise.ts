import type { SipText } from './message.ts';

/**
 * A message as it goes into one WebSocket frame. `Content-Length` (in bytes of UTF-8) is always written: RFC 7118 does not ask for
 * it, proxies that go on over TCP do.
 */
export function serialise(message: SipText): string {
  const { start, headers, body } = message;
  const first =
    start.kind === 'request' ? `${start.method} ${start.uri} SIP/2.0` : `SIP/2.0 ${start.status} ${start.reason}`;
  const lines = headers.map(({ name, value }) => `${name}: ${value}\r\n`).join('');
  return `${first}\r\n${lines}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
