/** The three doors of a gateway (contracts/agent.ts). */
export interface GatewayAddresses {
  readonly tickets: string;
  readonly agent: string;
  readonly sip: string;
}

/**
 * From one WebSocket address to all three: `wss://gateway.example/agent` and `wss://gateway.example` mean the same; a path before
 * `/agent` (a gateway behind a reverse proxy) is kept. null: no WebSocket address.
 */
export function gatewayAddresses(url: string): GatewayAddresses | null {
  const base = URL.canParse(url) ? new URL(url) : null;
  if (base === null || (base.protocol !== 'ws:' && base.protocol !== 'wss:')) return null;
  const prefix = base.pathname.replace(/\/+$/, '').replace(/\/agent$/, '');
  const door = (name: string, http: boolean): string => {
    const scheme = http ? base.protocol.replace('ws', 'http') : base.protocol;
    return `${scheme}//${base.host}${prefix}/${name}`;
  };
  return { tickets: door('tickets', true), agent: door('agent', false), sip: door('sip', false) };
}

/** Adds the ticket that opens the door once. */
export const withTicket = (address: string, ticket: string): string =>
  `${address}?ticket=${encodeURIComponent(ticket)}`;
