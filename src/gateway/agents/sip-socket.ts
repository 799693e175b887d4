import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import { closeCodes } from '#shared/contracts/agent.ts';
import type { Clock, Timer } from '../platform/clock.ts';
import type { GatewayLog } from '../platform/log.ts';
import type { SipEndpoint } from '../sip/endpoint.ts';
import type { Flow } from '../sip/flow.ts';
import { LiveSocket } from './live-socket.ts';
import { RateLimit } from './rate-limit.ts';

/** Requests a second and at once; a phone with fifty calls ringing at the same time stays far below. */
const rate = { burst: 400, perSecond: 100 } as const;
/** A frame that is no SIP costs as much as twenty requests, an answer to what was asked next to nothing. */
const costs = { solicited: 0.2, request: 1, malformed: 20 } as const;
/** A phone without a ticket must have authenticated by then. */
const strangerLimitMs = 30_000;

/** RFC 7118 §6: a double line end asks for a sign of life, a single one is it. */
const keepAlive = { ping: '\r\n\r\n', pong: '\r\n' } as const;

/** A SIP WebSocket (RFC 7118): frames to the endpoint, the endpoint's messages to frames. */
export class SipSocket implements Flow {
  readonly id = randomUUID();
  agentId: string | null;
  device: string | null = null;
  private readonly socket: LiveSocket;
  private readonly limit: RateLimit;
  private readonly endpoint: SipEndpoint;

  constructor(
    socket: WebSocket,
    agentId: string | null,
    endpoint: SipEndpoint,
    clock: Clock,
    log: GatewayLog,
    onClosed: (flow: SipSocket) => void,
  ) {
    this.agentId = agentId;
    this.endpoint = endpoint;
    this.limit = new RateLimit(clock, rate.burst, rate.perSecond);
    const stranger: Timer = clock.setTimeout(() => {
      if (this.agentId === null) this.close(closeCodes.badTicket, 'not authenticated in time');
    }, strangerLimitMs);
    this.socket = new LiveSocket(socket, clock, log, {
      text: (text) => this.receive(text),
      garbage: () => this.charge(costs.malformed),
      closed: () => {
        clock.clearTimeout(stranger);
        onClosed(this);
        endpoint.flowClosed(this);
      },
    });
  }

  get open(): boolean {
    return this.socket.open;
  }

  send(text: string): boolean {
    return this.socket.send(text);
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }

  private receive(text: string): void {
    if (text === keepAlive.ping) this.socket.send(keepAlive.pong);
    if (text === keepAlive.ping || text === keepAlive.pong) {
      this.charge(costs.request);
      return;
    }
    this.charge(costs[this.endpoint.receive(this, text)]);
  }

  private charge(cost: number): void {
    if (!this.limit.take(cost)) this.close(closeCodes.tooFast, 'too many messages');
  }
}
