import { join } from 'node:path';
import { app, Menu } from 'electron';
import type { Desk } from './desk.ts';
import type { Front } from './front.ts';
import { appMenu } from './platform/app-menu.ts';
import { systemClock as clock } from './platform/clock.ts';
import type { MainLog } from './platform/log-port.ts';
import { createThreads } from './platform/threads.ts';
import { effectiveSettings } from './policy/effective-settings.ts';
import { readSettings } from './policy/settings-file.ts';
import { embeddedGatewaySource } from './security/response-headers.ts';
import type { Ending, Stopped } from './start/quit.ts';
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

interface Shown {
  readonly windows: Windows;
  readonly front: Front;
}

export interface RunningApp {
  /** Brings the window to the front. */
  readonly show: () => void;
  /** Brings the window to the front with the dial dialog, filled in. */
  readonly dial: (text: string) => void;
  /** Ends calls politely, writes what there is to write, closes everything, however far the start has come. Repeating it is harmless. */
  readonly stop: (ending: Ending) => Promise<Stopped>;
  /** Rejects with a {@link StoreError} where the stores cannot be used and the app must not run; everything is closed again then. */
  readonly started: Promise<void>;
}

const beingClosed = () => new Error('the app is being closed');

/**
 * The root of everything: the window first, then the front, which answers its first view, then the desk, which is all the rest. Front and desk
 * are chunks of their own: the one is loaded while the window waits for its own processes, the other once the window has been answered, for
 * main is busy for long while it is evaluated.
 */
export function startApp({ start, userData, built, log }: AppOptions): RunningApp {
  const threads = createThreads(clock);
  let windows: Windows | null = null;
  let desk: Desk | null = null;
  let stores: OpeningStores | null = null;
  let front: Front | null = null;
  let stopping: Promise<Stopped> | null = null;

  const settingsOnDisk = readSettings(join(userData, 'settings.json'), clock.now());
  const template = appMenu(process.platform);
  Menu.setApplicationMenu(template === null ? null : Menu.buildFromTemplate(template));

  const deskMade = showWindow().then(makeDesk);
  // Told by `started`.
  deskMade.catch(() => undefined);

  async function showWindow(): Promise<Shown> {
    const opened = openWindows({
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
      onUiReplaced: () => desk?.uiReplaced(),
      onGaveUp: (reason) => {
        log.error('the window gave up', { reason });
        desk?.windowGaveUp();
      },
    });
    windows = opened;
    opened.theme.apply(effectiveSettings(start.policy, settingsOnDisk.user).theme.value);
    if (stopping !== null) throw beingClosed();
    const { ui } = opened;
    ui.show();
    const opening = beginStores({ userData, built, threads, clock, log });
    stores = opening;
    const { createFront } = await import('./front.ts');
    if (stopping !== null) throw beingClosed();
    const rest = async () => (await deskMade).handlers;
    front = createFront({ start, settingsOnDisk, stores: opening, ui, rest, clock, log });
    // Stores that fail are told at once.
    await Promise.race([front.painted, opening.failed]);
    return { windows: opened, front };
  }

  async function makeDesk(shown: Shown): Promise<Desk> {
    if (stopping !== null) throw beingClosed();
    const { createDesk } = await import('./desk.ts');
    if (stopping !== null) throw beingClosed();
    desk = createDesk({ start, userData, built, ...shown, threads, isStopping: () => stopping !== null, clock, log });
    return desk;
  }

  async function stopAll(ending: Ending): Promise<Stopped> {
    // Nothing can be done with it any more.
    windows?.ui.browserWindow()?.hide();
    if (desk !== null) await desk.stop(ending);
    else {
      ending('the stores');
      await stores?.close();
    }
    ending('the window');
    front?.close();
    windows?.ui.destroy();
    await windows?.placeKept();
    ending('the threads');
    return { threadsLeft: await threads.left() };
  }

  function stop(ending: Ending): Promise<Stopped> {
    stopping ??= stopAll(ending);
    return stopping;
  }

  async function begin(): Promise<void> {
    try {
      await (await deskMade).started;
    } catch (error) {
      // One that is ended while it starts did not fail.
      if (stopping !== null) return;
      await stop(() => undefined);
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
