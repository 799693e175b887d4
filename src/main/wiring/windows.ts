import { join } from 'node:path';
import type { MessagePortMain, Session } from 'electron';
import { app, nativeTheme, screen, session, shell } from 'electron';
import { handOverPort } from '../ipc/phone-channel.ts';
import { joinPictures } from '../ipc/pictures-channel.ts';
import type { Clock } from '../platform/clock.ts';
import { readJsonFileNow, writeJsonFile } from '../platform/json-file.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { PlayableMedia } from '../security/app-protocol.ts';
import { guardNavigation } from '../security/navigation.ts';
import { lockOtherSessions, partitions, secureWindowSession } from '../security/sessions.ts';
import { createWindow } from '../windows/create-window.ts';
import { createPhoneWindow, type PhoneWindow } from '../windows/phone-window.ts';
import { createTheme } from '../windows/theme.ts';
import { createUiWindow, type UiWindow } from '../windows/ui-window.ts';

export interface WindowsOptions {
  /** Folder of the build: `out`. */
  readonly built: string;
  readonly userData: string;
  readonly clock: Clock;
  readonly log: MainLog;
  readonly webSocketOrigins: () => readonly string[];
  /** What the phone page's own policy allows, where that is wider than the origins of the moment. */
  readonly connectSources: (() => readonly string[]) | null;
  readonly recordingPath: (id: string) => Promise<string | null>;
  readonly noteMedia: (id: string) => Promise<PlayableMedia | null>;
  readonly onPhonePort: (port: MessagePortMain) => void;
  readonly onPhoneGone: (reason: string) => void;
  readonly onClose: () => 'hide' | 'close';
  readonly onQuitKey: () => void;
  readonly onGaveUp: (reason: string) => void;
  /** Whatever a page of the ui window had asked for is asked for no more. */
  readonly onUiReplaced: () => void;
}

/** To be called before the app is ready: what holds for every page there will ever be. */
export function guardEveryPage(log: MainLog): void {
  lockOtherSessions(app, log);
  guardNavigation({ app, openExternal: (url) => shell.openExternal(url), log });
}

/** Both windows, each with a session of its own. Nothing is loaded until they are started or shown. */
export function openWindows(options: WindowsOptions) {
  const { built, clock, log } = options;
  const uiSession = session.fromPartition(partitions.ui);
  secureWindowSession(uiSession, {
    host: 'ui',
    root: join(built, 'renderer/ui'),
    webSocketOrigins: () => [],
    recordingPath: options.recordingPath,
    noteMedia: options.noteMedia,
    log,
  });
  let phoneSession: Session | null = null;

  function openPhoneSession(): Session {
    if (phoneSession !== null) return phoneSession;
    phoneSession = session.fromPartition(partitions.phone);
    secureWindowSession(phoneSession, {
      host: 'phone',
      root: join(built, 'renderer/phone'),
      webSocketOrigins: options.webSocketOrigins,
      ...(options.connectSources === null ? {} : { connectSources: options.connectSources }),
      log,
    });
    return phoneSession;
  }

  const theme = createTheme(nativeTheme);
  const boundsFile = join(options.userData, 'window.json');
  /** One after the other: the last one counts. */
  let placeKept: Promise<void> = Promise.resolve();
  const devTools = !app.isPackaged;
  const ui: UiWindow = createUiWindow({
    createWindow,
    session: uiSession,
    preload: join(built, 'preload/ui.cjs'),
    devTools,
    platform: process.platform,
    theme,
    workAreas: () => {
      const primary = screen.getPrimaryDisplay();
      return [primary, ...screen.getAllDisplays().filter(({ id }) => id !== primary.id)].map(
        ({ workArea }) => workArea,
      );
    },
    remembered: readJsonFileNow(boundsFile),
    remember: (state) => {
      placeKept = placeKept
        .then(() => writeJsonFile(boundsFile, state))
        .catch((error: unknown) => {
          log.warn('the place of the window could not be kept', { error: String(error) });
        });
    },
    onClose: options.onClose,
    onQuitKey: options.onQuitKey,
    onGaveUp: options.onGaveUp,
    onLoaded: () => {
      options.onUiReplaced();
      joinPictures(phone.webContents(), ui.webContents());
    },
    onGone: options.onUiReplaced,
    clock,
    log,
  });
  const phone: PhoneWindow = createPhoneWindow({
    createWindow,
    handOverPort,
    session: openPhoneSession,
    preload: join(built, 'preload/phone.cjs'),
    devTools,
    onPort: (port) => {
      options.onPhonePort(port);
      joinPictures(phone.webContents(), ui.webContents());
    },
    onGone: options.onPhoneGone,
    clock,
    log,
  });
  return { ui, phone, theme, placeKept: () => placeKept };
}

export type Windows = ReturnType<typeof openWindows>;
