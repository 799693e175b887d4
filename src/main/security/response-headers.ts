import { unreachable } from '#shared/never.ts';
import { type AppHost, parseUrl } from './app-origin.ts';

type Directives = Readonly<Record<string, readonly string[]>>;

const none = ["'none'"];
const self = ["'self'"];

const common: Directives = {
  'default-src': none,
  'script-src': self,
  'style-src': self,
  'base-uri': none,
  'form-action': none,
  'frame-ancestors': none,
};

const ui: Directives = {
  ...common,
  'font-src': self,
  'img-src': ["'self'", 'data:'],
  'media-src': self,
  'connect-src': none,
};

/**
 * For the embedded gateway only, which has another port after it was started again: the page need not be loaded anew for that, and the network
 * filter lets it reach no other port than the one in use.
 */
export const embeddedGatewaySource = 'ws://127.0.0.1:*';

/** The phone page shows nothing; it plays ringtones, mixes in worklets and speaks to its one SIP server. */
const phone = (connectSources: readonly string[]): Directives => ({
  ...common,
  'media-src': ["'self'", 'blob:'],
  'worker-src': self,
  'connect-src': ["'self'", ...connectSources],
});

/**
 * The Content-Security-Policy of a window.
 * @param connectSources `ws://host:port` or `wss://host:port` that the phone window may connect to; ignored for the ui
 */
export function contentSecurityPolicy(host: AppHost, connectSources: readonly string[]): string {
  return Object.entries(directivesOf(host, connectSources))
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

/**
 * What goes with every answer of the app scheme, errors included. No `Cross-Origin-Opener-Policy`: it would part a page from the window that opened it
 * and from those that it opens, and there are neither (navigation.ts lets no page open one, only main makes windows); but Chromium
 * starts a process for the page before it has its headers, and at that one throws the process away for a second one (decision 0008).
 */
export function responseHeaders(host: AppHost, connectSources: readonly string[]): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(host, connectSources),
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-DNS-Prefetch-Control': 'off',
  };
}

/** A name or IP address with an optional port. The URL parser also lets `*`, `;` and `,` stand in a host, which mean something in a policy. */
const plainHost = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d+)?$/;

/** `wss://pbx.example:8443/ws?x=1` → `wss://pbx.example:8443`; null for what is no WebSocket address. */
export function webSocketOrigin(address: string): string | null {
  const url = parseUrl(address);
  if (url === null || (url.protocol !== 'ws:' && url.protocol !== 'wss:')) return null;
  return plainHost.test(url.host) ? `${url.protocol}//${url.host}` : null;
}

function directivesOf(host: AppHost, connectSources: readonly string[]): Directives {
  switch (host) {
    case 'ui':
      return ui;
    case 'phone':
      return phone(connectSources);
    default:
      return unreachable(host);
  }
}
