import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TicketReply } from '#shared/contracts/agent.ts';
import type { Clock } from '../clock.ts';
import { encodeText } from '../sip/uri.ts';
import { type AccessRules, accessFlaw } from './access.ts';
import { type Agent, agentOfToken } from './agent.ts';
import { type Tickets, ticketLifetimeMs } from './tickets.ts';
import type { WrongTokens } from './wrong-tokens.ts';

export interface HttpContext {
  readonly agents: readonly Agent[];
  readonly tickets: Tickets;
  readonly domain: string;
  readonly access: AccessRules;
  readonly wrongTokens: WrongTokens;
  readonly clock: Clock;
}

/** Says why, as JSON: `{ "error": { "code", "detail" } }`. */
export function refuseHttp(response: ServerResponse, status: number, code: string, detail: string): void {
  answer(response, status, { error: { code, detail } });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    // Tickets belong in no cache.
    'Cache-Control': 'no-store',
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    ...(status === 405 ? { Allow: 'POST' } : {}),
  });
  response.end(text);
}

/** `POST /tickets` (see contracts/agent.ts); nothing else is served. */
export function serveHttp(request: IncomingMessage, response: ServerResponse, context: HttpContext): void {
  // A body means nothing here; it is not waited for.
  request.resume();
  const flaw = accessFlaw(request.headers, context.access);
  const path = (request.url ?? '').split('?', 1)[0];
  if (flaw !== null) refuseHttp(response, 403, 'forbidden', flaw);
  else if (path !== '/tickets') refuseHttp(response, 404, 'not-found', 'there is only /tickets, /agent and /sip');
  else if (request.method !== 'POST') refuseHttp(response, 405, 'unsupported', 'only POST');
  else {
    const token = /^Bearer +([^\s]{1,4096})$/i.exec(request.headers.authorization ?? '')?.[1];
    const agent = token === undefined ? null : agentOfToken(context.agents, token);
    if (agent === null) refuseToken(request, response, context);
    else answer(response, 200, issueTickets(agent, context));
  }
}

function refuseToken(request: IncomingMessage, response: ServerResponse, { wrongTokens, clock }: HttpContext): void {
  const refuse = (): void => refuseHttp(response, 401, 'forbidden', 'the token is missing or wrong');
  const delay = wrongTokens.delay(request.socket.remoteAddress ?? '');
  if (delay === 0) {
    refuse();
    return;
  }
  const timer = clock.setTimeout(refuse, delay);
  response.once('close', () => clock.clearTimeout(timer));
}

const issueTickets = ({ id, name, role }: Agent, { tickets, domain, clock }: HttpContext): TicketReply => ({
  agentTicket: tickets.issue(id, 'agent'),
  sipTicket: tickets.issue(id, 'sip'),
  expiresInMs: ticketLifetimeMs,
  at: Math.trunc(clock.now()),
  agent: { id, name, role },
  sipUri: `sip:${encodeText(id)}@${domain}`,
});
