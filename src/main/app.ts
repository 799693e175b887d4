import { networkInterfaces } from 'node:os';
import { app, Menu, net, powerMonitor } from 'electron';
import { homeCountry } from '#shared/domain/phone-number.ts';
import { deferredHandlers } from './ipc/deferred-handlers.ts';
import { openUiIpc } from './ipc/electron.ts';
import { accountHandlers } from './ipc/handlers/account.ts';
import { callHandlers } from './ipc/handlers/calls.ts';
import { historyHandlers } from './ipc/handlers/history.ts';
import { inboxHandlers } from './ipc/handlers/inbox.ts';
import { sessionHandlers } from './ipc/handlers/session.ts';
import { createUiPush } from './ipc/push.ts';
import type { UiHandlers } from './ipc/request-gate.ts';
import { appMenu } from './platform/app-menu.ts';
import { systemClock as clock } from './platform/clock.ts';
import type { MainLog } from './platform/log-port.ts';
import { watchNetwork } from './platform/network-watch.ts';
import { watchWake } from './platform/wake-watch.ts';
import { embeddedGatewaySource } from './security/response-headers.ts';
import type { Start } from './start/read-start.ts';
import { createAccount } from './wiring/account.ts';
import { createCore } from './wiring/core.ts';
import { createDesktop, type Desktop } from './wiring/desktop.ts';
import { openKeeping } from './wiring/keeping.ts';
import { createTelephony } from './wiring/telephony.ts';
import { openWindows, type Windows } from './wiring/windows.ts';
import { createCallTarget } from './workspace/call-target.ts';

export interface AppOptions {
  readonly start: Start;
  readonly userData: string;
  /** Folder of the build: `out`. */
  readonly built: string;
  readonly log: MainLog;
}

export interface RunningApp {
  readonly show: () => void;
  /** Ends calls politely, writes what there is to write, closes everything. */
  readonly stop: () => Promise<void>;
}

/**
 * The composition root: builds every part and ties them together. The window loads its page while the stores are opened; what it asks
 * meanwhile is answered as soon as they are there.
 * @throws {StoreError} the stores cannot be used and the app must not run
 */
export async function startApp({ start, userData, built, log }: AppOptions): Promise<RunningApp> {
  const { configuration } = start;
  let windows: Windows | null = null;
  let desktop: Desktop | null = null;
  let quitting = false;

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

  Menu.setApplicationMenu(menuOf(process.platform));
  const keepingOpened = openKeeping({ userData, built, configuration, core, push, clock, log });
  const account = createAccount({ start, userData, core, clock, log });
  const unlocked = account.unlock();
  const telephony = Promise.all([keepingOpened, unlocked]).then(([keeping, complete]) =>
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
  windows = await openWindows({
    built,
    userData,
    clock,
    log,
    webSocketOrigins: () => loaded?.telephony.webSocketOrigins() ?? [],
    connectSources: start.sandbox === null ? null : () => [embeddedGatewaySource],
    recordingPath: async (id) => (await keepingOpened).recordings.path(id),
    onPhonePort: (port) => loaded?.telephony.attach(port),
    onPhoneGone: (reason) => loaded?.telephony.phoneGone(reason),
    onClose: () => (quitting || process.platform !== 'darwin' ? 'close' : 'hide'),
    onGaveUp: (reason) => log.error('the window gave up', { reason }),
  });
  const { ui, phone, theme } = windows;
  theme.apply(settings.values().theme);
  settings.onChange((values, changed) => {
    if (changed.includes('theme')) theme.apply(values.theme);
  });

  const handlers = Promise.all([keepingOpened, telephony]).then(([keeping, { queue, workspace, changed, phone }]) => {
    const dial =
      configuration.workspace.mode === 'pbx'
        ? ({ mode: 'pbx', domain: domainOf(configuration.workspace.uri) } as const)
        : ({ mode: 'gateway' } as const);
    return {
      ...sessionHandlers({ session, notices, changeSettings: settings.change, phone }),
      ...callHandlers({
        queue,
        resolveTarget: createCallTarget({
          cache: keeping.cache,
          dial,
          country: () => homeCountry(session.snapshot().workspace.number),
        }),
      }),
      ...inboxHandlers({
        cache: keeping.cache,
        messages: workspace?.messages ?? null,
        changed,
        wasRead: (contactId, upTo) => workspace?.wasRead(contactId, upTo),
        now: clock.now,
      }),
      ...historyHandlers({ ledger: keeping.ledger, readPeaks: keeping.recordings.readPeaks }),
      ...accountHandlers(account.store(keeping.ledger)),
    } satisfies UiHandlers;
  });
  // A store that cannot be opened ends the start below; the window must not wait for it as an unhandled rejection.
  handlers.catch(() => undefined);
  const closeIpc = openUiIpc(ui.webContents, deferredHandlers(handlers), log);
  ui.show();

  let loaded: { readonly telephony: Awaited<typeof telephony> } | null = null;
  const keeping = await keepingOpened;
  loaded = { telephony: await telephony };
  await handlers;
  const running = loaded.telephony;
  desktop = createDesktop({
    queue: () => running.queue,
    snapshot: session.snapshot,
    window: ui,
    isFocused: ui.isFocused,
    show: (target) => push('show', target),
    notices,
    quit: () => app.quit(),
    log,
  });
  ui.onFocusChange((focused) => focused && desktop?.focused());
  desktop.update(session.snapshot());
  await running.start(() => phone.start());

  const wake = watchWake({
    powerMonitor,
    clock,
    onSleep: () => log.info('the computer goes to sleep'),
    onWake: running.awake,
    onClockJump: (by) => log.warn('the clock was set', { byMs: Math.round(by) }),
  });
  const network = watchNetwork({
    isOnline: () => net.isOnline(),
    interfaces: networkInterfaces,
    clock,
    onChange: ({ online }) => running.networkChanged(online),
  });

  return {
    show: ui.show,
    stop: async () => {
      quitting = true;
      wake();
      network();
      await running.stop();
      phone.stop();
      desktop?.stop();
      ui.destroy();
      closeIpc();
      await keeping.close();
    },
  };
}

function menuOf(platform: NodeJS.Platform): Menu | null {
  const template = appMenu(platform);
  return template === null ? null : Menu.buildFromTemplate(template);
}

const domainOf = (uri: string): string => uri.split('@')[1] ?? '';
