import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TicketReply } from '#shared/contracts/agent.ts';
import { afterwards } from '../platform/guard.ts';
import type { GatewayLog } from '../platform/log.ts';
import { encodeText } from '../sip/uri.ts';
import { type AccessRules, accessFlaw } from './access.ts';
import { type Agent, agentOfToken } from './agent.ts';
import { answerJson, ignoreBody, refuseHttp } from './answer.ts';
import { type NotesApiContext, noteIdOfPath, serveNote } from './notes-api.ts';
import { type Tickets, ticketLifetimeMs } from './tickets.ts';
import type { WrongTokens } from './wrong-tokens.ts';

export interface HttpContext extends NotesApiContext {
  readonly agents: readonly Agent[];
  readonly tickets: Tickets;
  readonly domain: string;
  readonly access: AccessRules;
  readonly wrongTokens: WrongTokens;
  /** The connection belongs to somebody who showed a token. */
  readonly onAdmitted: (socket: Duplex) => void;
  readonly log: GatewayLog;
}

/** `POST /tickets` (see contracts/agent.ts) and `/notes/<id>` (see contracts/note.ts); nothing else is served. */
export function serveHttp(request: IncomingMessage, response: ServerResponse, context: HttpContext): void {
  const { clock, log } = context;
  const flaw = accessFlaw(request.headers, context.access);
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const noteId = noteIdOfPath(path);
  if (flaw !== null) {
    ignoreBody(request, clock);
    refuseHttp(response, 403, 'forbidden', flaw);
  } else if (noteId !== null) {
    const agent = agentOf(request, context);
    if (agent === null) {
      ignoreBody(request, clock);
      refuseToken(request, response, context);
    } else {
      context.onAdmitted(request.socket);
      const served = serveNote(request, response, noteId, agent.id, context);
      afterwards(
        log,
        'a request for a note',
        served.catch((error: unknown) => failed(response, error, log)),
        () => {},
      );
    }
  } else {
    // A body means nothing here.
    ignoreBody(request, clock);
    if (path !== '/tickets') refuseHttp(response, 404, 'not-found', 'there is only /tickets, /notes, /agent and /sip');
    else if (request.method !== 'POST') refuseHttp(response, 405, 'unsupported', 'only POST', { Allow: 'POST' });
    else {
      const agent = agentOf(request, context);
      if (agent === null) refuseToken(request, response, context);
      else answerJson(response, 200, issueTickets(agent, context));
    }
  }
}

/** What nobody expected costs the client its request, and nobody else anything. */
export function failed(response: ServerResponse, error: unknown, log: GatewayLog): void {
  log.error(`a request failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  if (response.headersSent) response.destroy();
  else refuseHttp(response, 500, 'internal', 'the request failed');
}

function agentOf(request: IncomingMessage, { agents }: HttpContext): Agent | null {
  const token = /^Bearer +([^\s]{1,4096})$/i.exec(request.headers.authorization ?? '')?.[1];
  return token === undefined ? null : agentOfToken(agents, token);
}

function refuseToken(request: IncomingMessage, response: ServerResponse, { wrongTokens, clock }: HttpContext): void {
  const refuse = (): void =>
    refuseHttp(response, 401, 'forbidden', 'the token is missing or wrong', { 'WWW-Authenticate': 'Bearer' });
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
