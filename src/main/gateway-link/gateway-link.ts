import { randomUUID } from 'node:crypto';
import type { AgentCommand, TicketReply } from '#shared/contracts/agent.ts';
import { unreachable } from '#shared/never.ts';
import type { Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import { gatewayAddresses, withTicket } from './addresses.ts';
import type { AgentSocket } from './agent-socket.ts';
import { createBackoff } from './backoff.ts';
import { createCommandBook } from './command-book.ts';
import { type ConnectionEnd, runConnection } from './connection.ts';
import { createGatewayTime } from './gateway-time.ts';
import { createLinkStatus, type LinkState } from './link-status.ts';
import type { GatewaySink } from './sink.ts';
import { requestTickets } from './ticket-client.ts';

export interface GatewayEndpoint {
  /** `wss://gateway.example/agent` or `ws://127.0.0.1:PORT`. */
  readonly url: string;
  readonly token: string;
}

/** Who the token belongs to. */
export type GatewayIdentity = Pick<TicketReply, 'agent' | 'sipUri'>;

export interface GatewayLinkOptions {
  /** Asked before each attempt; null: there is no gateway at the moment (the embedded one is being started). */
  readonly endpoint: () => GatewayEndpoint | null;
  readonly sink: GatewaySink;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** 0…1, as `Math.random`. */
  readonly random: () => number;
  readonly log: MainLog;
  /** Each time it is connected anew the gateway must be told the presence again. */
  readonly onState: (state: LinkState) => void;
  /** Before the first `connected`, and whenever it is another one. */
  readonly onIdentity: (identity: GatewayIdentity) => void;
  /** The gateway does not accept the token; told once an outage. It is tried again now and then. */
  readonly onRefused?: (reason: string) => void;
  /** The gateway's clock is found to be another one than this computer's, or another than it was found to be. */
  readonly onTime?: () => void;
}

export interface GatewayLink {
  start(): void;
  /** Ends the connection and answers every pending command with `offline`. */
  stop(): Promise<void>;
  state(): LinkState;
  /** How far the gateway's wall clock is ahead of this computer's; 0 until a gateway was heard. */
  aheadMs(): number;
  /** @param id repeats are the same command; made here where absent @param limitMs 10 s where absent */
  command(command: AgentCommand, id?: string, limitMs?: number): Promise<Result<null>>;
  /** The whole address, with a fresh ticket, for one SIP connection of the phone window; null: none can be had now. */
  sipTicketUrl(): Promise<string | null>;
  /** The network changed, the computer woke up, the embedded gateway is back: look at once. */
  nudge(): void;
  /** What the sink had kept is gone: asks for all of it, without waiting for the next event to show it. */
  resync(): void;
}

const commandLimitMs = 10_000;
/** A connection that is up this long counts as mended: the next cut is tried quickly again. */
const mendedMs = 5000;
/** After a nudge a living gateway answers within this time. */
const nudgedPongMs = 1500;
/** An attempt this old may be stuck in a network that is gone. */
const stuckAttemptMs = 1000;
/** So often in a row something was missing: from then on everything is asked for anew. */
const missingLimit = 3;
const waits = { refused: 30_000, stuck: 5000, tooFast: 5000 } as const;

/** Keeps one connection to the gateway up, for as long as the app runs. */
export function createGatewayLink(options: GatewayLinkOptions): GatewayLink {
  const { clock, log } = options;
  const commands = createCommandBook(clock);
  const status = createLinkStatus(clock, (state) => {
    log.info('gateway link', { state: state.state, reason: state.reason });
    options.onState(state);
  });
  const time = createGatewayTime(clock, (aheadMs) => {
    log.warn('the clock of this computer and that of the gateway differ', { gatewayAheadMs: aheadMs });
    options.onTime?.();
  });
  const backoff = createBackoff(options.random);
  let running: Promise<void> | null = null;
  let stopping = false;
  let socket: AgentSocket | null = null;
  let attempt: { readonly abort: AbortController; readonly since: number } | null = null;
  let wake = (): void => undefined;
  let missing = 0;
  let identity = '';
  /** An outage of an hour is one line, not hundreds. */
  let logged = '';

  async function run(): Promise<void> {
    while (!stopping) {
      const startedAt = clock.monotonic();
      const end = await attemptOnce();
      if (stopping) return;
      if (end.kind === 'refused' && end.reason !== logged) options.onRefused?.(end.reason);
      if (end.reason !== logged) log.info('gateway link: connection ended', { kind: end.kind, reason: end.reason });
      logged = end.reason;
      if (end.wasUp && clock.monotonic() - startedAt >= mendedMs) backoff.reset();
      missing = end.kind === 'missing' ? missing + 1 : 0;
      if (end.kind === 'refused' || end.kind === 'replaced') status.off(end.reason);
      else status.down(end.reason);
      await pause(waitAfter(end));
    }
  }

  async function attemptOnce(): Promise<ConnectionEnd> {
    const endpoint = options.endpoint();
    if (endpoint === null) return { kind: 'lost', reason: 'the gateway is starting', wasUp: false };
    const addresses = gatewayAddresses(endpoint.url);
    if (addresses === null) return { kind: 'refused', reason: 'the address of the gateway is wrong', wasUp: false };
    const abort = new AbortController();
    attempt = { abort, since: clock.monotonic() };
    const end = await runConnection({
      addresses,
      token: endpoint.token,
      fetch: options.fetch,
      clock,
      time,
      sink: options.sink,
      commands,
      fromNothing: missing >= missingLimit,
      onIdentity: learn,
      onUp: () => {
        logged = '';
        status.up();
      },
      onSocket: (opened) => {
        socket = opened;
      },
      signal: abort.signal,
    });
    attempt = null;
    socket = null;
    return end;
  }

  function learn({ agent, sipUri }: TicketReply): void {
    const now = JSON.stringify([agent, sipUri]);
    if (now === identity) return;
    identity = now;
    options.onIdentity({ agent, sipUri });
  }

  /** null: until somebody nudges. */
  function waitAfter(end: ConnectionEnd): number | null {
    switch (end.kind) {
      case 'lost':
      case 'missing':
        return backoff.next();
      case 'refused':
        return waits.refused;
      case 'stuck':
        return waits.stuck;
      case 'too-fast':
        return waits.tooFast;
      case 'replaced':
        // Two computers that both came back by themselves would push each other out for ever.
        return null;
      default:
        return unreachable(end.kind);
    }
  }

  function pause(milliseconds: number | null): Promise<void> {
    return new Promise((resolve) => {
      const cancel = milliseconds === null ? () => undefined : clock.after(milliseconds, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });
  }

  return {
    resync: () => {
      backoff.reset();
      socket?.end('everything is asked for anew');
    },
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopping = true;
      attempt?.abort.abort();
      wake();
      commands.close();
      await running;
      status.off('stopped');
    },
    state: status.current,
    aheadMs: time.aheadMs,
    command: (command, id = randomUUID(), limitMs = commandLimitMs) => commands.give(command, id, limitMs),
    sipTicketUrl: async () => {
      const endpoint = stopping ? null : options.endpoint();
      const addresses = endpoint === null ? null : gatewayAddresses(endpoint.url);
      if (endpoint === null || addresses === null) return null;
      const { fetch } = options;
      const signal = new AbortController().signal;
      const outcome = await requestTickets({
        fetch,
        clock,
        time,
        address: addresses.tickets,
        token: endpoint.token,
        signal,
      });
      return outcome.ok ? withTicket(addresses.sip, outcome.reply.sipTicket) : null;
    },
    nudge: () => {
      if (stopping) return;
      backoff.reset();
      if (socket?.isOpen()) socket.check(nudgedPongMs);
      else if (attempt === null) {
        status.trying();
        wake();
      } else if (clock.monotonic() - attempt.since >= stuckAttemptMs) attempt.abort.abort();
    },
  };
}
