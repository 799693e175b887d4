import type { Flow } from '../../../src/gateway/sip/flow.ts';
import type { SipMessage, SipRequest } from '../../../src/gateway/sip/message.ts';
import { parseMessage } from '../../../src/gateway/sip/parse.ts';

export interface MemoryFlow extends Flow {
  readonly sent: string[];
  readonly messages: () => readonly SipMessage[];
  closed: { readonly code: number; readonly reason: string } | null;
  drop(): void;
}

let flows = 0;

/** A flow that keeps what is sent over it. */
export function memoryFlow(agentId: string | null = 'anna'): MemoryFlow {
  const sent: string[] = [];
  let open = true;
  const flow: MemoryFlow = {
    id: `flow-${++flows}`,
    agentId,
    device: null,
    sent,
    closed: null,
    get open() {
      return open;
    },
    send: (text) => {
      if (open) sent.push(text);
      return open;
    },
    close: (code, reason) => {
      flow.closed = { code, reason };
      open = false;
    },
    drop: () => {
      open = false;
    },
    messages: () =>
      sent.map((text) => {
        const parsed = parseMessage(text);
        if (!parsed.ok) throw new Error(parsed.problem.reason);
        return parsed.message;
      }),
  };
  return flow;
}

export const lines = (...parts: readonly string[]): string => `${parts.join('\r\n')}\r\n`;

/** A request as text; `headers` replace those of the same name, null removes one. */
export function requestText(
  method = 'OPTIONS',
  headers: Readonly<Record<string, string | null>> = {},
  body = '',
  uri = 'sip:cornetta.invalid',
): string {
  const all: Record<string, string | null> = {
    Via: 'SIP/2.0/WS phone.invalid;branch=z9hG4bK1',
    From: '<sip:anna@cornetta.invalid>;tag=a1',
    To: '<sip:anna@cornetta.invalid>',
    'Call-ID': 'call-1',
    CSeq: `1 ${method}`,
    'Max-Forwards': '70',
    ...headers,
  };
  const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  return `${lines(`${method} ${uri} SIP/2.0`, ...kept.map(([name, value]) => `${name}: ${value}`))}\r\n${body}`;
}

export function requestOf(...parts: Parameters<typeof requestText>): SipRequest {
  const parsed = parseMessage(requestText(...parts));
  if (!parsed.ok || parsed.message.kind !== 'request') throw new Error('not a request');
  return parsed.message;
}
