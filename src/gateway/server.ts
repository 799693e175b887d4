import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeCodes } from '#shared/contracts/agent.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { desktopOrigins } from './agents/access.ts';
import type { Agent } from './agents/agent.ts';
import { AgentHub } from './agents/agent-hub.ts';
import { Arrivals } from './agents/arrivals.ts';
import { deliver } from './agents/commands.ts';
import { type ConnectionLimits, capConnections, usualConnectionLimits } from './agents/connection-cap.ts';
import { failed, serveHttp } from './agents/http-api.ts';
import { longestBodyMs } from './agents/read-body.ts';
import { SipSocket } from './agents/sip-socket.ts';
import { Tickets } from './agents/tickets.ts';
import { Transfers } from './agents/transfers.ts';
import { createUpgrade } from './agents/upgrade.ts';
import { WrongTokens } from './agents/wrong-tokens.ts';
import { connectorEvents } from './connector-events.ts';
import type { Connector } from './connectors/connector.ts';
import { createEngine } from './engine.ts';
import { Notes } from './notes/notes.ts';
import { type NotesSetup, openNotesSetup } from './notes/setup.ts';
import type { Clock } from './platform/clock.ts';
import { guarded, guardedClock } from './platform/guard.ts';
import type { GatewayLog } from './platform/log.ts';
import type { Colleague } from './routing/colleague-leg.ts';
import type { CallLimits } from './routing/context.ts';
import type { DigestUser } from './sip/authenticator.ts';
import type { GatewayStore } from './store/gateway-store.ts';

export interface GatewayOptions {
  readonly host: string;
  /** 0: one that is free */
  readonly port: number;
  readonly agents: readonly Agent[];
  /** Agents of a rehearsal, who need no phone. */
  readonly colleagues?: readonly Colleague[];
  readonly connector: Connector;
  /** Stays the caller's: it is closed after `stop`. */
  readonly store: GatewayStore;
  readonly notes: NotesSetup;
  readonly clock: Clock;
  readonly log: GatewayLog;
  /** Host part of the agents' SIP addresses and realm of digest authentication. */
  readonly domain?: string;
  /** Phones that sign in by digest; without any, `/sip` needs a ticket. */
  readonly digestUsers?: readonly DigestUser[];
  /** Origins of pages that may connect besides the desktop's own. */
  readonly allowedOrigins?: readonly string[];
  /** Names in Host besides those of this computer itself, where the gateway listens on it only. */
  readonly allowedHosts?: readonly string[];
  readonly callLimits?: Partial<CallLimits>;
  readonly connectionLimits?: Partial<ConnectionLimits>;
}

export interface Gateway {
  readonly host: string;
  readonly port: number;
  /** `ws://HOST:PORT`, to which `/agent` and `/sip` are added. */
  readonly url: string;
  /** Ends the calls, says goodbye to every client and stops the connector. */
  stop(): Promise<void>;
}

/** Phones that have not authenticated yet; who has a ticket always finds a place. */
const strangersAtOnce = 100;

/** Reserved for names that resolve to nothing (RFC 2606): what is said to it never leaves the WebSocket. */
export const defaultDomain = 'cornetta.invalid';

/**
 * Starts a gateway: one server for `POST /tickets`, `/notes` (contracts/note.ts), `/agent` (contracts/agent.ts) and `/sip` (RFC 7118).
 *
 * @returns `internal` where the connector cannot start, `invalid` where the address cannot be listened on; nothing runs then.
 */
export async function startGateway(options: GatewayOptions): Promise<Result<Gateway>> {
  const { log, store, connector, agents } = options;
  const clock = guardedClock(options.clock, log);
  const domain = options.domain ?? defaultDomain;
  const tickets = new Tickets(clock);
  const phones = new Set<SipSocket>();
  const { endpoint, router, presence, calling, agentName } = createEngine({
    clock,
    log,
    domain,
    agents,
    colleagues: options.colleagues ?? [],
    connector,
    store,
    digestUsers: options.digestUsers ?? [],
    callLimits: options.callLimits ?? {},
  });
  const media = openNotesSetup(options.notes, clock, log);
  if (!media.ok) return media;
  const notes = new Notes({ store, connector, calling, clock, log, ...media.value });
  const roles = new Map(agents.map(({ id, role }) => [id, role]));
  const commands = {
    store,
    connector,
    presence,
    calling,
    notes,
    clock,
    log,
    agentName,
    isSupervisor: (agentId: string) => roles.get(agentId) === 'supervisor',
  };
  const hub = new AgentHub(commands);
  const access = {
    boundHost: options.host,
    allowedHosts: options.allowedHosts ?? [],
    allowedOrigins: [...desktopOrigins, ...(options.allowedOrigins ?? [])],
  };

  const recovered = router.recover();
  if (recovered.length > 0) log.warn(`${recovered.length} calls were interrupted when the gateway last ended`);
  const undelivered = store.sending();
  try {
    await connector.start(connectorEvents(router.events, calling, store, notes, log));
  } catch (error) {
    hub.close();
    await notes.stop();
    return fail('internal', `the connector cannot start: ${String(error)}`);
  }
  for (const message of undelivered) deliver(message, commands);
  notes.start();

  const server = createServer({
    // Notes may take long; what is not one is bounded by itself.
    requestTimeout: longestBodyMs,
    headersTimeout: 10_000,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: 1_000,
  });
  // Behind a reverse proxy on this computer everybody comes from one address.
  const isBehindProxy = access.allowedHosts.length > 0;
  const perAddress = isBehindProxy ? usualConnectionLimits.total : usualConnectionLimits.perAddress;
  const cap = capConnections(server, { ...usualConnectionLimits, perAddress, ...options.connectionLimits });
  const http = {
    agents,
    tickets,
    domain,
    access,
    wrongTokens: new WrongTokens(clock),
    notes,
    transfers: new Transfers(),
    arrivals: new Arrivals(),
    onAdmitted: cap.admitted,
    clock,
    log,
  };
  server.on('request', (request, response) => {
    try {
      serveHttp(request, response, http);
    } catch (error) {
      failed(response, error, log);
    }
  });
  // After it listens: what can go wrong then (no file descriptors left) passes, or shows in what the clients meet.
  server.on('error', (error) => log.error(`server: ${error.message}`));
  const upgrade = createUpgrade({
    tickets,
    access,
    strangers: () => {
      if ((options.digestUsers ?? []).length === 0) return 'none';
      const waiting = [...phones].filter(({ agentId }) => agentId === null).length;
      return waiting < strangersAtOnce ? 'welcome' : 'too-many';
    },
    onAdmitted: cap.admitted,
    onAgent: (socket, agentId) => hub.accept(socket, agentId),
    onPhone: (socket, agentId) => {
      phones.add(new SipSocket(socket, agentId, endpoint, clock, log, (phone) => phones.delete(phone)));
    },
  });
  server.on('upgrade', (request, socket, head) => guarded(log, 'an upgrade', () => upgrade(request, socket, head)));

  const stop = async (): Promise<void> => {
    router.stop();
    hub.close();
    for (const phone of [...phones]) phone.close(closeCodes.shuttingDown, 'shutting down');
    await Promise.all([closeServer(server), stopConnector(connector, log), notes.stop()]);
  };
  const listening = await listen(server, options.host, options.port);
  if (!listening.ok) {
    await stop();
    return listening;
  }
  const port = listening.value;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return ok({ host: options.host, port, url: `ws://${host}:${port}`, stop });
}

function listen(server: Server, host: string, port: number): Promise<Result<number>> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(fail('invalid', `cannot listen on ${host}:${port}: ${error.message}`)));
    server.listen(port, host, () => resolve(ok((server.address() as AddressInfo).port)));
  });
}

async function stopConnector(connector: Connector, log: GatewayLog): Promise<void> {
  try {
    await connector.stop();
  } catch (error) {
    log.error(`the connector did not stop cleanly: ${String(error)}`);
  }
}

/** Upgraded sockets are not the server's any more; those that only ask for tickets are cut. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) {
      resolve();
      return;
    }
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
