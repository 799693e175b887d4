import type { App } from 'electron';
import type { MainLog } from '../platform/log-port.ts';
import { appHostOf, entryUrl, parseUrl } from './app-origin.ts';

const maxLinkLength = 2048;

export type ExternalLinkDecision =
  | { readonly open: true; readonly url: string }
  | { readonly open: false; readonly reason: string };

/**
 * Whether a link may be handed to the operating system: web pages and mail addresses, nothing that could start a program
 * (`file:`, `ms-msdt:`, `smb:`…). Addresses with a user name are refused: they are made to look like another host.
 * `open.url` is the parser's own spelling, never the text that came in.
 */
export function decideExternalLink(address: string): ExternalLinkDecision {
  if (address.length > maxLinkLength) return { open: false, reason: 'too long' };
  const url = parseUrl(address);
  if (url === null) return { open: false, reason: 'not an address' };
  switch (url.protocol) {
    case 'https:':
    case 'http:':
      if (url.username !== '' || url.password !== '') return { open: false, reason: 'holds a user name' };
      return { open: true, url: url.href };
    case 'mailto:':
      return decideMail(url);
    default:
      return { open: false, reason: `scheme ${url.protocol}` };
  }
}

/** Headers of a mail link can attach files in some mail programs; subject and body cannot. */
function decideMail(url: URL): ExternalLinkDecision {
  const harmless = new Set(['subject', 'body', 'cc']);
  const odd = [...url.searchParams.keys()].find((key) => !harmless.has(key.toLowerCase()));
  return odd === undefined ? { open: true, url: url.href } : { open: false, reason: `mail header ${odd.slice(0, 40)}` };
}

/** A new window is never made. Where the page that people look at asks for one, the link may open outside instead. */
export function decideNewWindow(from: string, address: string): ExternalLinkDecision {
  return appHostOf(from) === 'ui' ? decideExternalLink(address) : { open: false, reason: 'not from the ui window' };
}

/**
 * A frame may only go to the entry document of the host it already shows, which is a reload; fragments are allowed.
 * A page that shows nothing yet (first load) may go to any entry document.
 */
export function mayNavigate(from: string, to: string): boolean {
  const host = appHostOf(to);
  if (host === null) return false;
  const shown = appHostOf(from);
  if (shown !== null ? shown !== host : from !== '' && from !== 'about:blank') return false;
  const target = parseUrl(to);
  if (target === null) return false;
  target.hash = '';
  return target.href === entryUrl(host);
}

export interface NavigationGuardOptions {
  readonly app: Pick<App, 'on'>;
  /** `shell.openExternal`. */
  readonly openExternal: (url: string) => Promise<void>;
  readonly log: MainLog;
}

/**
 * For every web contents there will ever be: no navigation away, no frames that load something else, no webview, no new window. A link
 * that a person clicks and that passes {@link decideExternalLink} opens in the system's own program instead.
 */
export function guardNavigation({ app, openExternal, log }: NavigationGuardOptions): void {
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (event: { preventDefault(): void }, how: string, url: string): void => {
      event.preventDefault();
      log.warn('navigation denied', { how, scheme: parseUrl(url)?.protocol ?? 'none' });
    };
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !mayNavigate(contents.getURL(), event.url)) refuse(event, 'navigate', event.url);
    });
    contents.on('will-navigate', (event) => {
      if (!mayNavigate(contents.getURL(), event.url)) refuse(event, 'navigate', event.url);
    });
    contents.on('will-redirect', (event) => {
      refuse(event, 'redirect', event.url);
    });
    contents.on('will-attach-webview', (event) => {
      refuse(event, 'webview', '');
    });
    contents.setWindowOpenHandler(({ url }) => {
      const decision = decideNewWindow(contents.getURL(), url);
      if (decision.open) {
        openExternal(decision.url).catch((error: unknown) => {
          log.warn('a link could not be opened', { error: String(error) });
        });
      } else {
        log.warn('new window denied', { reason: decision.reason });
      }
      return { action: 'deny' };
    });
  });
}
