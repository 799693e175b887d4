import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { sipLimits } from '../sip/limits.ts';
import { type AccessRules, accessFlaw } from './access.ts';
import type { Tickets } from './tickets.ts';

export interface UpgradeContext {
  readonly tickets: Tickets;
  readonly access: AccessRules;
  /** Whether a phone without a ticket may connect now, to authenticate by digest. */
  readonly strangers: () => 'none' | 'welcome' | 'too-many';
  /** The connection is opened for somebody who may. */
  readonly onAdmitted: (socket: Duplex) => void;
  readonly onAgent: (socket: WebSocket, agentId: string) => void;
  /** @param agentId null: not known yet */
  readonly onPhone: (socket: WebSocket, agentId: string | null) => void;
}

/** Room for a rate card of 500,000 characters with its JSON around it, and for one that is too long to be told so. */
const agentMessageBytes = 2_097_152;

type Admission =
  | { readonly ok: true; readonly to: 'agent'; readonly agentId: string }
  | { readonly ok: true; readonly to: 'sip'; readonly agentId: string | null }
  | { readonly ok: false; readonly status: number; readonly detail: string };

const refuse = (status: number, detail: string): Admission => ({ ok: false, status, detail });

/** Decides, before anything is upgraded, who may open a WebSocket, and opens it. */
export function createUpgrade(context: UpgradeContext) {
  const common = { noServer: true, perMessageDeflate: false, clientTracking: false } as const;
  const agentServer = new WebSocketServer({ ...common, maxPayload: agentMessageBytes });
  const sipServer = new WebSocketServer({
    ...common,
    maxPayload: sipLimits.messageBytes,
    handleProtocols: () => 'sip',
  });

  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Until ws takes over, a reset connection would be an unhandled 'error'.
    const ignore = (): void => {
      socket.destroy();
    };
    socket.on('error', ignore);
    const admission = admit(request, context);
    if (!admission.ok) {
      refuseUpgrade(socket, admission.status, admission.detail);
      return;
    }
    context.onAdmitted(socket);
    const server = admission.to === 'sip' ? sipServer : agentServer;
    server.handleUpgrade(request, socket, head, (webSocket) => {
      socket.off('error', ignore);
      if (admission.to === 'sip') context.onPhone(webSocket, admission.agentId);
      else context.onAgent(webSocket, admission.agentId);
    });
  };
}

function admit(request: IncomingMessage, { tickets, access, strangers }: UpgradeContext): Admission {
  const flaw = accessFlaw(request.headers, access);
  if (flaw !== null) return refuse(403, flaw);
  const [path, query = ''] = (request.url ?? '').split('?', 2);
  const ticket = new URLSearchParams(query).get('ticket');
  if (path === '/agent') {
    const agentId = ticket === null ? null : tickets.redeem(ticket, 'agent');
    return agentId === null
      ? refuse(401, 'the ticket is missing, used or too old')
      : { ok: true, to: 'agent', agentId };
  }
  if (path !== '/sip') return refuse(404, 'there is only /agent and /sip');
  if (!offersSip(request)) return refuse(400, 'the subprotocol must be sip');
  if (ticket === null && strangers() !== 'none') {
    return strangers() === 'welcome' ? { ok: true, to: 'sip', agentId: null } : refuse(503, 'too many phones wait');
  }
  const agentId = ticket === null ? null : tickets.redeem(ticket, 'sip');
  return agentId === null ? refuse(401, 'the ticket is missing, used or too old') : { ok: true, to: 'sip', agentId };
}

/** RFC 7118 §4.1: both sides must name it. */
const offersSip = (request: IncomingMessage): boolean =>
  (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .some((protocol) => protocol.trim().toLowerCase() === 'sip');

const codes: Readonly<Record<number, string>> = { 400: 'invalid', 404: 'not-found', 503: 'busy' };

function refuseUpgrade(socket: Duplex, status: number, detail: string): void {
  const code = codes[status] ?? 'forbidden';
  const body = JSON.stringify({ error: { code, detail } });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}
