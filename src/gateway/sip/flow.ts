/**
 * One SIP WebSocket as the layers above see it (RFC 7118; "flow" as in RFC 5626). The socket itself is in agents/sip-socket.ts.
 */
export interface Flow {
  readonly id: string;
  /** Who is at the other end: from the ticket, or once digest authentication succeeded; null before. */
  agentId: string | null;
  /** Device that registered over this flow, see registrar.ts; null before. */
  device: string | null;
  readonly open: boolean;
  /** false: the socket is closed, nothing was sent. */
  send(text: string): boolean;
  close(code: number, reason: string): void;
}
