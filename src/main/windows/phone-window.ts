import type { BrowserWindow, MessagePortMain, Session, WebContents } from 'electron';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import { createRestartPolicy } from '../platform/restart-policy.ts';
import { entryUrl } from '../security/app-origin.ts';
import type { CreateWindow } from './create-window.ts';

export interface PhoneWindowOptions {
  readonly createWindow: CreateWindow;
  /** Gives a page that has loaded its end of a new channel: see ipc/phone-channel.ts. */
  readonly handOverPort: (page: WebContents) => MessagePortMain;
  /** Made only when the window is. */
  readonly session: () => Session;
  readonly preload: string;
  readonly devTools: boolean;
  /** A page has loaded: this is main's end of its port, already started once a listener is added and `start()` called. */
  readonly onPort: (port: MessagePortMain) => void;
  /** The page whose port was handed over last is gone. Told once a page, also for one that died before it got a port. */
  readonly onGone: (reason: string) => void;
  readonly clock: Clock;
  readonly log: MainLog;
}

export interface PhoneWindow {
  start(): void;
  /** Throws the page away and starts a new one: it hangs, or the servers it may connect to have changed. */
  restart(reason: string): void;
  /** The page that is alive now, for the processes' memory and ids; null while there is none. */
  webContents(): WebContents | null;
  /** Ends it for good; `onGone` is not told. */
  stop(): void;
}

/** A navigation that another one replaced; not a failure. */
const errorAborted = -3;

/**
 * The hidden window with SIP and media. Each life of the page gets a fresh window and a fresh port, so that nothing of a dead page can be
 * taken for the new one. It is started again for ever: without it there are no calls.
 */
export function createPhoneWindow(options: PhoneWindowOptions): PhoneWindow {
  const { clock, log } = options;
  const restarts = createRestartPolicy({
    delays: [0, 250, 500, 1000, 2000, 5000, 10_000],
    healthyAfterMs: 60_000,
    limit: Number.POSITIVE_INFINITY,
  });
  let window: BrowserWindow | null = null;
  let cancelRestart = (): void => undefined;

  function open(): void {
    const made = options.createWindow(
      {
        session: options.session(),
        preload: options.preload,
        // Timers of SIP and media must run on time although nobody ever sees this page.
        backgroundThrottling: false,
        spellcheck: false,
        devTools: options.devTools,
        compileAhead: false,
      },
      { width: 400, height: 300, skipTaskbar: true, focusable: false },
    );
    window = made;
    const { webContents } = made;
    webContents.on('did-finish-load', () => {
      if (window === made) options.onPort(options.handOverPort(webContents));
    });
    webContents.on('render-process-gone', (_event, details) => gone(made, details.reason));
    webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
      if (isMainFrame && code !== errorAborted) gone(made, `load failed: ${description}`);
    });
    made.on('unresponsive', () => log.warn('the phone window does not answer'));
    made.on('closed', () => gone(made, 'closed'));
    restarts.started(clock.monotonic());
    // What goes wrong is told by did-fail-load.
    made.loadURL(entryUrl('phone')).catch(() => undefined);
  }

  function gone(dead: BrowserWindow, reason: string): void {
    if (window !== dead) return;
    window = null;
    // Not at once: the window is still telling its other listeners about this very event.
    clock.after(0, () => {
      if (!dead.isDestroyed()) dead.destroy();
    });
    const delay = restarts.next(clock.monotonic()) ?? 0;
    log.error('the phone window is gone', { reason, restartInMs: delay });
    options.onGone(reason);
    cancelRestart = clock.after(delay, open);
  }

  return {
    start: () => {
      if (window === null) open();
    },
    restart: (reason) => {
      if (window !== null) gone(window, reason);
    },
    webContents: () => (window === null || window.isDestroyed() ? null : window.webContents),
    stop: () => {
      cancelRestart();
      const last = window;
      window = null;
      if (last !== null && !last.isDestroyed()) last.destroy();
    },
  };
}
