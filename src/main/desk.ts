import { join } from 'node:path';
import type { MessagePortMain } from 'electron';
import { app, dialog, safeStorage } from 'electron';
import { homeCountry, normalisePhoneNumber } from '#shared/domain/phone-number.ts';
import type { Front } from './front.ts';
import { closeForeignChannels } from './ipc/foreign-channels.ts';
import type { Clock } from './platform/clock.ts';
import { createCloseToTray } from './platform/close-to-tray.ts';
import { createHints } from './platform/hints.ts';
import { createLeave } from './platform/leave.ts';
import type { MainLog } from './platform/log-port.ts';
import { createSecrets } from './platform/secrets.ts';
import { createLinkRegistration, linkTarget } from './platform/tel-links.ts';
import type { Threads } from './platform/threads.ts';
import { wordsFor } from './platform/words.ts';
import { openSettingsFile } from './policy/open-settings.ts';
import type { PlayableMedia } from './security/app-protocol.ts';
import type { Ending } from './start/quit.ts';
import type { Start } from './start/read-start.ts';
import { createAccount } from './wiring/account.ts';
import { createDesktop, type Desktop } from './wiring/desktop.ts';
import { createHandlers } from './wiring/handlers.ts';
import { openKeeping } from './wiring/keeping.ts';
import { watchSurroundings } from './wiring/surroundings.ts';
import { createTelephony, type Telephony } from './wiring/telephony.ts';
import type { Windows } from './wiring/windows.ts';

export interface DeskOptions {
  readonly start: Start;
  readonly userData: string;
  /** Folder of the build: `out`. */
  readonly built: string;
  readonly front: Front;
  readonly windows: Windows;
  readonly threads: Threads;
  readonly isStopping: () => boolean;
  readonly clock: Clock;
  readonly log: MainLog;
}

/**
 * Everything behind the window: builds every part and ties them together, in order. It is loaded once the window has what its first view shows,
 * and what the window asks meanwhile is answered as soon as it can be.
 */
export function createDesk(options: DeskOptions) {
  const { start, userData, built, front, windows, threads, isStopping, clock, log } = options;
  const { configuration } = start;
  const { ui, phone, theme } = windows;
  let telephony: Telephony | null = null;
  let desktop: Desktop | null = null;
  let unwatch = (): void => undefined;

  const { core, push, stores } = front;
  front.onPublish((snapshot) => desktop?.update(snapshot));
  core.keepSettingsIn(openSettingsFile(userData, log));
  closeForeignChannels();
  const { session, settings, notices } = core;
  const { platform, execPath } = process;
  const registerLinks = createLinkRegistration(
    {
      app,
      target: linkTarget({ platform, execPath, isPackaged: app.isPackaged, appPath: app.getAppPath() }),
      refused: (isRefused) => (isRefused ? notices.tell('links-refused') : notices.withdraw('links-refused')),
    },
    settings.values().telLinks,
  );
  settings.onChange((values, changed) => {
    if (changed.includes('theme')) theme.apply(values.theme);
    if (changed.includes('telLinks')) registerLinks(values.telLinks);
  });

  const keepingOpened = openKeeping({ userData, built, stores, configuration, core, push, threads, clock, log });
  // One for all: each writes the whole file.
  const secrets = createSecrets({
    file: join(userData, 'secrets.json'),
    safeStorage,
    platform: process.platform,
    clock,
    log,
  });
  const account = createAccount({ start, userData, secrets, core, clock, log });
  const telephonyMade = Promise.all([keepingOpened, account.unlock()]).then(([keeping, complete]) =>
    createTelephony({
      start: complete,
      built,
      userData,
      core,
      keeping,
      secrets,
      push,
      desktop: () => desktop,
      restartPhone: (reason) => phone.restart(reason),
      threads,
      clock,
      log,
    }),
  );
  const auditTrail = keepingOpened.then(({ ledger }) => account.trail(ledger));
  const handlers = Promise.all([keepingOpened, telephonyMade, auditTrail]).then(([keeping, made, audit]) =>
    createHandlers({
      early: front.answers,
      configuration,
      core,
      keeping,
      telephony: made,
      account,
      audit,
      push,
      clock,
    }),
  );
  // Told by `started`; what the window has asked until then must not count as a failure of its own.
  handlers.catch(() => undefined);
  auditTrail.catch(() => undefined);

  const leave = createLeave({
    isInCall: () => session.snapshot().calls.some(({ phase }) => phase !== 'ringing'),
    confirm: confirmEndOfCall,
    quit: () => app.quit(),
    stay: ui.show,
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
    await handlers;
    const running = await telephonyMade;
    telephony = running;
    await front.painted;
    if (isStopping()) return;
    desktop = createDesktop({
      icons: join(built, 'icons'),
      queue: () => running.queue,
      snapshot: session.snapshot,
      window: ui,
      isFocused: ui.isFocused,
      show: (target) => push('show', target),
      notices,
      leave: () => void leave(),
      clock,
      log,
    });
    ui.onFocusChange((focused) => focused && desktop?.focused());
    desktop.update(session.snapshot());
    unwatch = watchSurroundings({
      onWake: running.awake,
      onClockSet: running.clockSet,
      onNetworkChange: running.networkChanged,
      onActivate: () => {
        if (!isStopping()) ui.show();
      },
      clock,
      log,
    });
    running
      .start(() => phone.start())
      .then(async () => (await auditTrail).verify())
      .catch((error: unknown) => log.error('starting failed', { error: String(error) }));
  }

  return {
    /** Rejects with a {@link StoreError} where the stores cannot be used and the app must not run. */
    started: begin(),
    /** What answers the window's requests, as soon as all of it is there. */
    handlers,
    webSocketOrigins: (): readonly string[] => telephony?.webSocketOrigins() ?? [],
    recordingPath: async (id: string): Promise<string | null> => (await keepingOpened).recordings.path(id),
    noteMedia: async (id: string): Promise<PlayableMedia | null> => (await telephonyMade).notes?.media(id) ?? null,
    attachPhone: (port: MessagePortMain): void => telephony?.attach(port),
    phoneGone: (reason: string): void => telephony?.phoneGone(reason),
    uiReplaced: (): void => telephony?.stopPreview(),
    windowClosed: (): void => void windowClosed(),
    windowGaveUp: (): void => desktop?.windowGaveUp(),
    leave: (): void => void leave(),
    /** As soon as the window shows something. */
    dial: async (text: string): Promise<void> => {
      await front.painted;
      const country = homeCountry(session.snapshot().workspace.number);
      push('dial', { text: normalisePhoneNumber(text, country) ?? text.replace(/^tel:/, '') });
    },
    /** Ends calls politely, writes what there is to write, closes everything, however far the start has come. */
    stop: async (ending: Ending): Promise<void> => {
      unwatch();
      desktop?.leaving();
      await telephony?.stop(ending);
      ending('the phone window');
      phone.stop();
      desktop?.stop();
      const keeping = await keepingOpened.catch(() => null);
      await keeping?.close(ending);
    },
  };
}

export type Desk = ReturnType<typeof createDesk>;
