import type { Session } from 'electron';
import { unreachable } from '#shared/never.ts';
import type { MainLog } from '../platform/log-port.ts';
import { type AppHost, appHostOf, parseUrl } from './app-origin.ts';
import { webSocketOrigin } from './response-headers.ts';

/** Never leave the process that made them, so they cannot carry anything out; the page's policy still decides where they may be used. */
const localSchemes: ReadonlySet<string> = new Set(['data:', 'blob:', 'devtools:']);

/**
 * What a window's session may load: its own host of the app scheme, and for the phone the WebSocket servers it is configured for.
 * A second wall behind the Content-Security-Policy: it is asked at each request and follows a change of server at once.
 */
export function mayLoad(host: AppHost, address: string, webSocketOrigins: readonly string[]): boolean {
  const url = parseUrl(address);
  if (url === null) return false;
  if (localSchemes.has(url.protocol)) return true;
  if (appHostOf(address) === host) return true;
  switch (host) {
    case 'ui':
      return false;
    case 'phone': {
      const origin = webSocketOrigin(address);
      return origin !== null && webSocketOrigins.includes(origin);
    }
    default:
      return unreachable(host);
  }
}

export function guardNetwork(
  session: Pick<Session, 'webRequest'>,
  host: AppHost,
  webSocketOrigins: () => readonly string[],
  log: MainLog,
): void {
  session.webRequest.onBeforeRequest((details, decide) => {
    const allowed = mayLoad(host, details.url, webSocketOrigins());
    if (!allowed)
      log.warn('network access denied', { host, resource: details.resourceType, target: originOf(details.url) });
    decide({ cancel: !allowed });
  });
}

/** Enough to find the culprit; paths and queries may hold tickets. */
function originOf(address: string): string {
  const url = parseUrl(address);
  return url === null ? 'not an address' : `${url.protocol}//${url.host}`;
}
