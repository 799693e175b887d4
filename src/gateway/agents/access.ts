import type { IncomingHttpHeaders } from 'node:http';
import { parseHostPort } from '../sip/uri.ts';

/** Pages of the desktop. A page of the web has no business here, even if it guessed the port. */
export const desktopOrigins: readonly string[] = ['app://phone', 'app://ui'];

const loopbackNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

export interface AccessRules {
  /** Address that the server is bound to. */
  readonly boundHost: string;
  /** Names by which a reverse proxy on this computer asks for it. */
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
}

/**
 * Whether a request may come in at all. A web page cannot hide its Origin, and one that had its own name resolve to this computer
 * (DNS rebinding) cannot hide that name in Host.
 *
 * @returns what is wrong; null: nothing.
 */
export function accessFlaw(headers: IncomingHttpHeaders, rules: AccessRules): string | null {
  const { origin, host } = headers;
  if (origin !== undefined && !rules.allowedOrigins.includes(origin)) return 'origin not allowed';
  if (!loopbackNames.has(rules.boundHost)) return null;
  const named = parseHostPort(host ?? '')?.host;
  const known = named !== undefined && (loopbackNames.has(named) || rules.allowedHosts.includes(named));
  return known ? null : 'host not allowed';
}
