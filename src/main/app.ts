import { join } from 'node:path';
import { app, Menu } from 'electron';
import type { Desk } from './desk.ts';
import { deferredHandlers } from './ipc/deferred-handlers.ts';
import { openUiIpc } from './ipc/electron.ts';
import { appMenu } from './platform/app-menu.ts';
import { systemClock as clock } from './platform/clock.ts';
import type { MainLog } from './platform/log-port.ts';
import { effectiveSettings } from './policy/effective-settings.ts';
import { readSettings } from './policy/settings-file.ts';
import { embeddedGatewaySource } from './security/response-headers.ts';
import type { Start } from './start/read-start.ts';
import { beginStores, type OpeningStores } from './wiring/stores.ts';
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
  /** Brings the window to the front with the dial dialog, filled in. */
  readonly dial: (text: string) => void;
  /** Ends calls politely, writes what there is to write, closes everything, however far the start has come. Repeating it is harmless. */
  readonly stop: () => Promise<void>;
  /** Rejects with a {@link StoreError} where the stores cannot be used and the app must not run; everything is closed again then. */
  readonly started: Promise<void>;
}

/**
 * The root of everything: the window first, then what is behind it. The desk is a chunk of its own, loaded once the window has its page and
 * waits for its own processes: main has nothing better to do then, and would keep the window waiting before.
 */
export function startApp({ start, userData, built, log }: AppOptions): RunningApp {
  let windows: Windows | null = null;
  let desk: Desk | null = null;
  let stores: OpeningStores | null = null;
  let closeIpc = (): void => undefined;
  let stopping: Promise<void> | null = null;

  const settingsOnDisk = readSettings(join(userData, 'settings.json'), clock.now());
  const template = appMenu(process.platform);
  Menu.setApplicationMenu(template === null ? null : Menu.buildFromTemplate(template));

  const deskMade = showWindow().then(makeDesk);
  // Told by `started`.
  deskMade.catch(() => undefined);

  async function showWindow(): Promise<Windows> {
    const opened = await openWindows({
      built,
      userData,
      clock,
      log,
      webSocketOrigins: () => desk?.webSocketOrigins() ?? [],
      connectSources: start.sandbox === null ? null : () => [embeddedGatewaySource],
      recordingPath: async (id) => (await deskMade).recordingPath(id),
      noteMedia: async (id) => (await deskMade).noteMedia(id),
      onPhonePort: (port) => desk?.attachPhone(port),
      onPhoneGone: (reason) => desk?.phoneGone(reason),
      onClose: () => {
        if (stopping !== null) return 'close';
        if (desk === null) app.quit();
        else desk.windowClosed();
        return 'hide';
      },
      onQuitKey: () => {
        if (desk === null) app.quit();
        else desk.leave();
      },
      onGaveUp: (reason) => {
        log.error('the window gave up', { reason });
        desk?.windowGaveUp();
      },
    });
    windows = opened;
    opened.theme.apply(effectiveSettings(start.policy, settingsOnDisk.user).theme.value);
    if (stopping !== null) return opened;
    const { ui } = opened;
    closeIpc = openUiIpc(
      ui.webContents,
      deferredHandlers(async (name) => (await deskMade).answering(name)),
      log,
    );
    ui.show();
    await ui.committed;
    return opened;
  }

  async function makeDesk(opened: Windows): Promise<Desk> {
    // Stores that are opened behind a stop would be closed by nobody.
    if (stopping !== null) throw new Error('the app is being closed');
    stores = beginStores({ userData, built, clock, log });
    const { createDesk } = await import('./desk.ts');
    if (stopping !== null) throw new Error('the app is being closed');
    const isStopping = () => stopping !== null;
    desk = createDesk({ start, userData, built, settingsOnDisk, stores, windows: opened, isStopping, clock, log });
    return desk;
  }

  async function stopAll(): Promise<void> {
    // Nothing can be done with it any more.
    windows?.ui.browserWindow()?.hide();
    if (desk !== null) await desk.stop();
    else await (await stores?.opened.catch(() => null))?.close();
    closeIpc();
    windows?.ui.destroy();
  }

  function stop(): Promise<void> {
    stopping ??= stopAll();
    return stopping;
  }

  async function begin(): Promise<void> {
    try {
      await (await deskMade).started;
    } catch (error) {
      // One that is ended while it starts did not fail.
      if (stopping !== null) return;
      await stop();
      throw error;
    }
  }

  return {
    show: () => {
      if (stopping === null) windows?.ui.show();
    },
    dial: (text) => {
      if (stopping !== null) return;
      windows?.ui.show();
      // A desk that cannot be made is told by `started`.
      void deskMade.then((made) => made.dial(text)).catch(() => undefined);
    },
    stop,
    started: begin(),
  };
}
