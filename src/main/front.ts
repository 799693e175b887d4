import type { SessionSnapshot } from '#shared/contracts/session.ts';
import { deferredHandlers } from './ipc/deferred-handlers.ts';
import { openUiIpc } from './ipc/electron.ts';
import { createUiPush } from './ipc/push.ts';
import type { UiHandlers } from './ipc/request-gate.ts';
import type { Clock } from './platform/clock.ts';
import type { MainLog } from './platform/log-port.ts';
import type { SettingsOnDisk } from './policy/settings-file.ts';
import { createFirstPaint } from './start/first-paint.ts';
import type { Start } from './start/read-start.ts';
import type { UiWindow } from './windows/ui-window.ts';
import { createCore } from './wiring/core.ts';
import { earlyAnswers } from './wiring/early-answers.ts';
import { createEarlyPage } from './wiring/early-page.ts';
import type { OpeningStores } from './wiring/stores.ts';

export interface FrontOptions {
  readonly start: Start;
  readonly settingsOnDisk: SettingsOnDisk;
  readonly stores: OpeningStores;
  readonly ui: UiWindow;
  /** What answers everything else, as soon as it is there. */
  readonly rest: () => Promise<UiHandlers>;
  readonly clock: Clock;
  readonly log: MainLog;
}

/**
 * As much of main as the window's first view asks for: the road into main, the session and the first page of the inbox.
 */
export function createFront({ start, settingsOnDisk, stores, ui, rest, clock, log }: FrontOptions) {
  const push = createUiPush(ui.webContents, log);
  let follow = (_snapshot: SessionSnapshot): void => undefined;
  const publish = (snapshot: SessionSnapshot): void => {
    push('session', snapshot);
    follow(snapshot);
  };
  const core = createCore({ start, settingsOnDisk, publish, clock, log });
  const firstPaint = createFirstPaint(clock);
  let served = (): void => undefined;
  const firstPage = new Promise<void>((resolve) => {
    served = resolve;
  });
  const early = createEarlyPage(stores.firstPage);
  const answers = earlyAnswers({ core, early, cache: stores.cache, painted: firstPaint.painted, served });
  const handlers = deferredHandlers(async (name) => (name in answers ? answers : rest()));
  void openStores();

  /** A thread costs as much processor time as the window has left to it: where the first page is there without, they wait for the paint. */
  async function openStores(): Promise<void> {
    if (await early.isThere) await firstPaint.done;
    early.drop();
    stores.openCache();
    await Promise.race([firstPage, firstPaint.done]);
    stores.openLedger();
  }

  return {
    core,
    push,
    stores,
    answers,
    painted: firstPaint.done,
    /** Whoever else is told what the session says. */
    onPublish: (listener: (snapshot: SessionSnapshot) => void): void => {
      follow = listener;
    },
    /** The window can ask nothing any more. */
    close: openUiIpc(ui.webContents, handlers, log),
  };
}

export type Front = ReturnType<typeof createFront>;
