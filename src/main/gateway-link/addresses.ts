import { notePath } from '#shared/contracts/note.ts';

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
  const base = baseOf(url);
  if (base === null) return null;
  return { tickets: `${base.http}/tickets`, agent: `${base.ws}/agent`, sip: `${base.ws}/sip` };
}

/** Where a note's media is handed over and fetched (contracts/note.ts); null as in {@link gatewayAddresses}. */
export function noteAddress(url: string, noteId: string): string | null {
  const base = baseOf(url);
  return base === null ? null : `${base.http}${notePath(noteId)}`;
}

function baseOf(url: string): { readonly http: string; readonly ws: string } | null {
  const base = URL.canParse(url) ? new URL(url) : null;
  if (base === null || (base.protocol !== 'ws:' && base.protocol !== 'wss:')) return null;
  const prefix = base.pathname.replace(/\/+$/, '').replace(/\/agent$/, '');
  const at = (scheme: string): string => `${scheme}//${base.host}${prefix}`;
  return { http: at(base.protocol.replace('ws', 'http')), ws: at(base.protocol) };
}

/** Adds the ticket that opens the door once. */
export const withTicket = (address: string, ticket: string): string =>
  `${address}?ticket=${encodeURIComponent(ticket)}`;
