import { join } from 'node:path';
import { app, dialog, Menu } from 'electron';
import { deferredHandlers } from './ipc/deferred-handlers.ts';
import { openUiIpc } from './ipc/electron.ts';
import { createUiPush } from './ipc/push.ts';
import { appMenu } from './platform/app-menu.ts';
import { systemClock as clock } from './platform/clock.ts';
import { createCloseToTray } from './platform/close-to-tray.ts';
import { createHints } from './platform/hints.ts';
import { createLeave } from './platform/leave.ts';
import type { MainLog } from './platform/log-port.ts';
import { wordsFor } from './platform/words.ts';
import { embeddedGatewaySource } from './security/response-headers.ts';
import type { Start } from './start/read-start.ts';
import { createAccount } from './wiring/account.ts';
import { createCore } from './wiring/core.ts';
import { createDesktop, type Desktop } from './wiring/desktop.ts';
import { createHandlers, earlyHandlers } from './wiring/handlers.ts';
import { openKeeping } from './wiring/keeping.ts';
import { watchSurroundings } from './wiring/surroundings.ts';
import { createTelephony, type Telephony } from './wiring/telephony.ts';
import { openWindows, type Windows } from './wiring/windows.ts';

export interface AppOptions {
  readonly start: Start;
  readonly userData: string;
  /** Folder of the build: `out`. */
  readonly built: string;
  readonly log: MainLog;
}

export interface RunningApp {
  /** Brings the window to the front. */
  readonly show: () => void;
  /** Ends calls politely, writes what there is to write, closes everything, however far the start has come. Repeating it is harmless. */
  readonly stop: () => Promise<void>;
  /** Rejects with a {@link StoreError} where the stores cannot be used and the app must not run; everything is closed again then. */
  readonly started: Promise<void>;
}

/**
 * The composition root: builds every part and ties them together, in order. The window loads its page while the stores are opened; what it asks
 * meanwhile is answered as soon as they are there.
 */
export function startApp({ start, userData, built, log }: AppOptions): RunningApp {
  const { configuration } = start;
  let windows: Windows | null = null;
  let telephony: Telephony | null = null;
  let desktop: Desktop | null = null;
  let unwatch = (): void => undefined;
  let closeIpc = (): void => undefined;
  let stopping: Promise<void> | null = null;

  const push = createUiPush(() => windows?.ui.webContents() ?? null, log);
  const core = createCore({
    start,
    userData,
    publish: (snapshot) => {
      push('session', snapshot);
      desktop?.update(snapshot);
    },
    clock,
    log,
  });
  const { session, settings, notices } = core;
  const template = appMenu(process.platform);
  Menu.setApplicationMenu(template === null ? null : Menu.buildFromTemplate(template));

  const keepingOpened = openKeeping({ userData, built, configuration, core, push, clock, log });
  const account = createAccount({ start, userData, core, clock, log });
  const telephonyMade = Promise.all([keepingOpened, account.unlock()]).then(([keeping, complete]) =>
    createTelephony({
      start: complete,
      built,
      userData,
      core,
      keeping,
      push,
      desktop: () => desktop,
      restartPhone: (reason) => windows?.phone.restart(reason),
      clock,
      log,
    }),
  );
  const handlers = Promise.all([keepingOpened, telephonyMade]).then(([keeping, made]) =>
    createHandlers({ configuration, core, keeping, telephony: made, account, clock }),
  );
  // Told by `started`; what the window has asked until then must not count as a failure of its own.
  handlers.catch(() => undefined);

  const leave = createLeave({
    isInCall: () => session.snapshot().calls.some(({ phase }) => phase !== 'ringing'),
    confirm: confirmEndOfCall,
    quit: () => app.quit(),
    stay: () => windows?.ui.show(),
  });
  const isFirstTime = createHints(join(userData, 'hints.json'), log);
  const windowClosed = createCloseToTray({
    platform: process.platform,
    hasTray: async () => (await desktop?.hasTray()) ?? false,
    isFirstTime: () => isFirstTime('close-to-tray'),
    explain: () => desktop?.explainTray(),
    quit: () => void leave(),
    log,
  });

  async function confirmEndOfCall(): Promise<boolean> {
    const words = wordsFor(session.snapshot().locale);
    const { response } = await dialog.showMessageBox({
      type: 'question',
      title: 'Cornetta',
      message: words.quitInCall,
      detail: words.quitInCallDetail,
      buttons: [words.keepTalking, words.endCallAndQuit],
      defaultId: 0,
      cancelId: 0,
    });
    return response === 1;
  }

  async function begin(): Promise<void> {
    windows = await openWindows({
      built,
      userData,
      clock,
      log,
      webSocketOrigins: () => telephony?.webSocketOrigins() ?? [],
      connectSources: start.sandbox === null ? null : () => [embeddedGatewaySource],
      recordingPath: async (id) => (await keepingOpened).recordings.path(id),
      onPhonePort: (port) => telephony?.attach(port),
      onPhoneGone: (reason) => telephony?.phoneGone(reason),
      onClose: () => {
        if (stopping !== null) return 'close';
        void windowClosed();
        return 'hide';
      },
      onQuitKey: () => void leave(),
      onGaveUp: (reason) => {
        log.error('the window gave up', { reason });
        desktop?.windowGaveUp();
      },
    });
    const { ui, phone, theme } = windows;
    theme.apply(settings.values().theme);
    settings.onChange((values, changed) => {
      if (changed.includes('theme')) theme.apply(values.theme);
    });
    if (stopping !== null) return;
    closeIpc = openUiIpc(ui.webContents, deferredHandlers(handlers, earlyHandlers(core)), log);
    ui.show();

    await handlers;
    if (stopping !== null) return;
    const running = await telephonyMade;
    telephony = running;
    desktop = createDesktop({
      queue: () => running.queue,
      snapshot: session.snapshot,
      window: ui,
      isFocused: ui.isFocused,
      show: (target) => push('show', target),
      notices,
      leave: () => void leave(),
      log,
    });
    ui.onFocusChange((focused) => focused && desktop?.focused());
    desktop.update(session.snapshot());
    unwatch = watchSurroundings({
      onWake: running.awake,
      onNetworkChange: running.networkChanged,
      onActivate: show,
      clock,
      log,
    });
    running
      .start(() => phone.start())
      .catch((error: unknown) => log.error('starting failed', { error: String(error) }));
  }

  function show(): void {
    if (stopping === null) windows?.ui.show();
  }

  async function stopAll(): Promise<void> {
    unwatch();
    // Nothing can be done with it any more.
    windows?.ui.browserWindow()?.hide();
    await telephony?.stop();
    windows?.phone.stop();
    desktop?.stop();
    closeIpc();
    const keeping = await keepingOpened.catch(() => null);
    await keeping?.close();
    windows?.ui.destroy();
  }

  function stop(): Promise<void> {
    stopping ??= stopAll();
    return stopping;
  }

  return {
    show,
    stop,
    started: begin().catch(async (error: unknown) => {
      await stop();
      throw error;
    }),
  };
}
