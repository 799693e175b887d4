import { randomBytes } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';

export type TicketUse = 'agent' | 'sip';

interface Ticket {
  readonly agentId: string;
  readonly use: TicketUse;
  readonly expiresAt: number;
}

/** A ticket opens one connection, within this time. */
export const ticketLifetimeMs = 30_000;

/** An agent that never uses its tickets loses the oldest ones. */
const ticketsPerAgent = 64;

/** Short-lived proofs of who is behind a WebSocket, which cannot carry an Authorization header from a page. */
export class Tickets {
  private readonly clock: Clock;
  /** In order of issue, so also of expiry. */
  private readonly tickets = new Map<string, Ticket>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  issue(agentId: string, use: TicketUse): string {
    this.forgetExpired();
    const own = [...this.tickets].filter(([, ticket]) => ticket.agentId === agentId).map(([text]) => text);
    for (const text of own.slice(0, Math.max(0, own.length - ticketsPerAgent + 1))) this.tickets.delete(text);
    const text = randomBytes(32).toString('base64url');
    this.tickets.set(text, { agentId, use, expiresAt: this.clock.monotonic() + ticketLifetimeMs });
    return text;
  }

  /** The agent's id; the ticket is used up. null: unknown, used, expired, or for the other socket. */
  redeem(text: string, use: TicketUse): string | null {
    const ticket = this.tickets.get(text);
    if (ticket === undefined || ticket.use !== use) return null;
    this.tickets.delete(text);
    return ticket.expiresAt > this.clock.monotonic() ? ticket.agentId : null;
  }

  private forgetExpired(): void {
    const now = this.clock.monotonic();
    for (const [text, { expiresAt }] of this.tickets) {
      if (expiresAt > now) return;
      this.tickets.delete(text);
    }
  }
}
