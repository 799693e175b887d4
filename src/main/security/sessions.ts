import { Readable } from 'node:stream';
import type { App, Session } from 'electron';
import type { MainLog } from '../platform/log-port.ts';
import { appScheme, parseUrl } from './app-origin.ts';
import { type AppProtocolOptions, type AppResponse, createAppProtocol } from './app-protocol.ts';
import { guardNetwork } from './network-filter.ts';
import { guardPermissions } from './permissions.ts';

/** Own partitions: the two windows share no storage, no cache and no renderer process. */
export const partitions = { ui: 'persist:ui', phone: 'persist:phone' } as const;

export interface WindowSessionOptions extends Omit<AppProtocolOptions, 'connectSources'> {
  /** The origins that count, asked at each request: see webSocketOrigin(). For the ui none. */
  readonly webSocketOrigins: () => readonly string[];
  /** What the page's own policy says, where that is wider: see embeddedGatewaySource. */
  readonly connectSources?: () => readonly string[];
}

/** Gives a window's session its scheme, its permissions and its network filter. To be called once, before the first load. */
export function secureWindowSession(session: Session, options: WindowSessionOptions): void {
  lockSession(session, options.log);
  guardNetwork(session, options.host, options.webSocketOrigins, options.log);
  const connectSources = options.connectSources ?? options.webSocketOrigins;
  const answer = createAppProtocol({ ...options, connectSources });
  // Not `protocol.handle`, which makes a Request first: Node loads its HTTP client for that, 60 ms in which main does nothing else, between the window
  // and its page (decision 0008).
  session.protocol.registerStreamProtocol(appScheme, (request, reply) => {
    void answer(request).then(({ status, headers, body }) => {
      reply({ statusCode: status, headers: { ...headers }, data: toStream(body) });
    });
  });
}

const toStream = (body: AppResponse['body']): Readable =>
  body instanceof Readable ? body : Readable.from(body === null ? [] : [body]);

/**
 * Every other session there is or will be, the default one included, is shut: no permission, no network, no download. A session
 * that a window of ours uses is opened as far as needed by {@link secureWindowSession} afterwards.
 */
export function lockOtherSessions(app: Pick<App, 'on'>, log: MainLog): void {
  app.on('session-created', (session) => {
    lockSession(session, log);
    session.webRequest.onBeforeRequest((details, decide) => {
      decide({ cancel: parseUrl(details.url)?.protocol !== 'devtools:' });
    });
  });
}

function lockSession(session: Session, log: MainLog): void {
  guardPermissions(session, log);
  // A window's session is locked twice: when it comes into being and when it is opened.
  session.removeAllListeners('will-download');
  session.on('will-download', (event) => {
    event.preventDefault();
    log.warn('download denied');
  });
}
