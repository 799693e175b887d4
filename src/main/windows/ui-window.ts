import type { BrowserWindow, Input, Session, WebContents } from 'electron';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import { createRestartPolicy } from '../platform/restart-policy.ts';
import { entryUrl } from '../security/app-origin.ts';
import type { CreateWindow } from './create-window.ts';
import type { Theme } from './theme.ts';
import { minimumSize, placeWindow, type Rectangle, type WindowState } from './window-bounds.ts';

export interface UiWindowOptions {
  readonly createWindow: CreateWindow;
  readonly session: Session;
  readonly preload: string;
  readonly devTools: boolean;
  readonly platform: NodeJS.Platform;
  readonly theme: Theme;
  /** Of all displays, the primary one first. */
  readonly workAreas: () => readonly Rectangle[];
  /** As read from disk at the start; checked here. */
  readonly remembered: unknown;
  readonly remember: (state: WindowState) => void;
  /** What closing the window means now: `hide` keeps ringing from the tray, `close` lets it go. */
  readonly onClose: () => 'hide' | 'close';
  /** Ctrl+Q: there is no menu bar that would know it. On macOS the menu has its own key. */
  readonly onQuitKey: () => void;
  /** The page died so often in a row that it is not started again by itself; {@link UiWindow.show} tries anew. */
  readonly onGaveUp: (reason: string) => void;
  /** A page has loaded, for the first time or anew: nothing of an earlier one counts any more. */
  readonly onLoaded: () => void;
  /** There is no page any more, or none that lives. */
  readonly onGone: () => void;
  readonly clock: Clock;
  readonly log: MainLog;
}

export interface UiWindow {
  /** Brings the window to the front; makes or revives it where needed. */
  show(): void;
  /** Where pushes go and the only sender whose requests count; null while there is no living page. */
  webContents(): WebContents | null;
  /** For taskbar, badge and dialogs; null while there is none. */
  browserWindow(): BrowserWindow | null;
  isFocused(): boolean;
  onFocusChange(listener: (focused: boolean) => void): void;
  /** Lets go of the window without asking {@link UiWindowOptions.onClose}. */
  destroy(): void;
}

const rememberAfterMs = 400;

/** The window that people look at: a projection of main that may die and come back at any time. */
export function createUiWindow(options: UiWindowOptions): UiWindow {
  const { clock, log } = options;
  const restarts = createRestartPolicy({ delays: [0, 250, 1000, 2000], healthyAfterMs: 30_000, limit: 5 });
  const focusListeners: ((focused: boolean) => void)[] = [];
  let window: BrowserWindow | null = null;
  let remembered = options.remembered;
  let alive = false;
  let cancelRestart = (): void => undefined;
  let cancelRemember = (): void => undefined;

  options.theme.onChange(() => window?.setBackgroundColor(options.theme.background()));

  function open(): BrowserWindow {
    const { bounds, maximized } = placeWindow(remembered, options.workAreas());
    const made = options.createWindow(
      {
        session: options.session,
        preload: options.preload,
        backgroundThrottling: true,
        // Elsewhere than on macOS Chromium would fetch dictionaries from a server of Google.
        spellcheck: options.platform === 'darwin',
        devTools: options.devTools,
        compileAhead: true,
      },
      {
        ...bounds,
        minWidth: minimumSize.width,
        minHeight: minimumSize.height,
        backgroundColor: options.theme.background(),
      },
    );
    if (maximized) made.maximize();
    follow(made);
    window = made;
    load(made);
    return made;
  }

  function load(target: BrowserWindow): void {
    alive = true;
    restarts.started(clock.monotonic());
    target.loadURL(entryUrl('ui')).catch((error: unknown) => {
      log.error('the window could not load its page', { error: String(error) });
    });
  }

  function follow(made: BrowserWindow): void {
    made.once('ready-to-show', () => made.show());
    made.on('focus', () => {
      for (const listener of focusListeners) listener(true);
    });
    made.on('blur', () => {
      for (const listener of focusListeners) listener(false);
    });
    made.on('resize', rememberSoon);
    made.on('move', rememberSoon);
    made.on('close', (event) => {
      rememberNow();
      if (options.onClose() === 'close') return;
      event.preventDefault();
      made.hide();
    });
    made.on('closed', () => {
      if (window !== made) return;
      cancelRestart();
      cancelRemember();
      window = null;
      alive = false;
      options.onGone();
    });
    made.webContents.on('did-finish-load', () => {
      if (window === made) options.onLoaded();
    });
    made.webContents.on('before-input-event', (event, input) => {
      if (!isQuitKey(input, options.platform)) return;
      event.preventDefault();
      options.onQuitKey();
    });
    made.on('unresponsive', () => log.warn('the window does not answer'));
    made.webContents.on('render-process-gone', (_event, details) => {
      alive = false;
      options.onGone();
      log.error('the window died', { reason: details.reason, exitCode: details.exitCode });
      restart(made, details.reason);
    });
  }

  function restart(target: BrowserWindow, reason: string): void {
    const delay = restarts.next(clock.monotonic());
    if (delay === null) {
      options.onGaveUp(reason);
      return;
    }
    cancelRestart = clock.after(delay, () => {
      if (window === target && !alive) load(target);
    });
  }

  function rememberSoon(): void {
    cancelRemember();
    cancelRemember = clock.after(rememberAfterMs, rememberNow);
  }

  function rememberNow(): void {
    cancelRemember();
    if (window === null || window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    const { x, y, width, height } = window.getNormalBounds();
    const state: WindowState = { x, y, width, height, maximized: window.isMaximized() };
    remembered = state;
    options.remember(state);
  }

  return {
    show: () => {
      if (window === null) {
        open();
        return;
      }
      if (!alive) {
        cancelRestart();
        restarts.reset();
        load(window);
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    webContents: () => (window !== null && alive && !window.isDestroyed() ? window.webContents : null),
    browserWindow: () => (window === null || window.isDestroyed() ? null : window),
    isFocused: () => window !== null && !window.isDestroyed() && window.isFocused(),
    onFocusChange: (listener) => {
      focusListeners.push(listener);
    },
    destroy: () => {
      rememberNow();
      window?.destroy();
    },
  };
}

/** Where the keyboard writes no Latin letters the key that bears a Q elsewhere. */
function isQuitKey({ type, key, code, control, alt, shift, meta }: Input, platform: NodeJS.Platform): boolean {
  if (platform === 'darwin' || type !== 'keyDown' || !control || alt || shift || meta) return false;
  return key.toLowerCase() === 'q' || (code === 'KeyQ' && !/^[a-z]$/i.test(key));
}
