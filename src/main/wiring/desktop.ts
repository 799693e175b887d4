import { join } from 'node:path';
import { app, type BrowserWindow, globalShortcut, Menu, nativeImage, Tray } from 'electron';
import type { SessionSnapshot } from '#shared/contracts/session.ts';
import type { UiPushes } from '#shared/contracts/ui.ts';
import { createAnswerShortcut } from '../platform/answer-shortcut.ts';
import { createAttention } from '../platform/attention.ts';
import type { Clock } from '../platform/clock.ts';
import { createSteps } from '../platform/in-steps.ts';
import type { MainLog } from '../platform/log-port.ts';
import { createNotifier, type Notifier } from '../platform/notifications.ts';
import { oneByOne } from '../platform/one-by-one.ts';
import { runTool } from '../platform/run-tool.ts';
import { createSystemNotifications } from '../platform/system-notifications.ts';
import { createAppTray, type TrayView, trayStates } from '../platform/tray.ts';
import { hasTrayHost } from '../platform/tray-host.ts';
import { wordsFor } from '../platform/words.ts';
import type { Queue } from '../queue/queue.ts';
import type { Notices } from '../session/notices.ts';

export interface DesktopOptions {
  /** Folder of the built icons. */
  readonly icons: string;
  readonly queue: () => Queue;
  readonly snapshot: () => SessionSnapshot;
  readonly window: { readonly show: () => void; readonly browserWindow: () => BrowserWindow | null };
  readonly isFocused: () => boolean;
  readonly show: (target: UiPushes['show']) => void;
  readonly notices: Notices;
  /** The agent wants to end the app. */
  readonly leave: () => void;
  readonly clock: Clock;
  readonly log: MainLog;
}

export interface Desktop {
  /** Brings everything outside the window in line with what the session says. */
  readonly update: (snapshot: SessionSnapshot) => void;
  readonly message: (from: { readonly contactId: string; readonly name: string; readonly text: string }) => void;
  readonly missedCall: (from: { readonly contactId: string; readonly name: string }) => void;
  readonly note: Notifier['note'];
  readonly focused: () => void;
  /** Whether the window can come back from the tray. */
  readonly hasTray: () => Promise<boolean>;
  /** The window was closed for the first time: calls go on ringing. */
  readonly explainTray: () => void;
  readonly windowGaveUp: () => void;
  /** The app is about to end: nobody answers from outside any more, and the key is free for others at once. */
  readonly leaving: () => void;
  readonly stop: () => void;
}

/** Room between two questions to the window system: it paints the call at that moment, and so do the windows. */
const stepMs = 10;
const iconEveryMs = 200;

const trayView = ({ connection, calls, presence }: SessionSnapshot): TrayView => ({
  connection: connection.state,
  ringing: calls.filter(({ phase }) => phase === 'ringing').length,
  inCall: calls.some(({ phase }) => phase !== 'ringing'),
  presence,
});

/** What the agent sees and can do while another program's window is in front: tray, notifications, badge, the key that answers. */
export function createDesktop(options: DesktopOptions): Desktop {
  const { queue, snapshot, log } = options;
  // Electron finds the one in double resolution beside it.
  const image = (name: string, side: number) => nativeImage.createFromPath(join(options.icons, `${name}-${side}.png`));
  const words = () => wordsFor(snapshot().locale);
  const answer = (callId: string): void => {
    const answered = queue().command({ do: 'answer', callId, camera: false });
    if (!answered.ok) log.warn('could not answer from outside the window', { code: answered.error.code });
    options.window.show();
  };
  const show = (view: UiPushes['show']['view'], contactId: string | null): void => {
    options.window.show();
    options.show({ view, contactId });
  };
  const port = createSystemNotifications(log);
  const notifier = createNotifier({
    port,
    words,
    settings: () => {
      const { notifyCalls, notifyMessages } = snapshot().settings;
      return { notifyCalls: notifyCalls.value, notifyMessages: notifyMessages.value };
    },
    isFocused: options.isFocused,
    answer,
    decline: (callId) => void queue().command({ do: 'decline', callId }),
    show,
  });
  const attention = createAttention({
    platform: process.platform,
    app,
    window: options.window.browserWindow,
    badge: () => image('badge', 16),
    words,
  });
  const shortcut = createAnswerShortcut({
    globalShortcut,
    onPressed: () => {
      const oldest = snapshot().calls.find(({ phase, refusal }) => phase === 'ringing' && refusal === null);
      if (oldest !== undefined) answer(oldest.id);
    },
    onTaken: (accelerator) => options.notices.tell('shortcut-taken', { accelerator }),
    clock: options.clock,
    log,
  });
  const tray = openTray();
  const icons = tray === null ? [] : trayStates.map((state) => () => tray.prepare(state));
  oneByOne(icons, iconEveryMs, () => true, options.clock);

  function openTray(): ReturnType<typeof createAppTray> | null {
    try {
      return createAppTray(
        {
          createTray: (image) => new Tray(image),
          buildMenu: (template) => Menu.buildFromTemplate(template),
          image,
          platform: process.platform,
          actions: {
            show: options.window.show,
            setPresence: (presence) => void queue().command({ do: 'presence', presence }),
            quit: options.leave,
          },
        },
        trayView(snapshot()),
        words(),
      );
    } catch (error) {
      log.warn('this desktop has no tray', { error: String(error) });
      return null;
    }
  }

  /** One that concerns the app itself; it opens the window. */
  function say(title: string, body: string, urgent: boolean): void {
    port.show(
      { title, body, silent: true, urgent, actions: [] },
      { clicked: options.window.show, acted: () => undefined, closed: () => undefined },
    );
  }

  const ringingIn = ({ calls }: SessionSnapshot) => calls.filter(({ phase }) => phase === 'ringing');
  // Each waits for the window system or the bus, and the next call must not wait for all of them.
  const steps = createSteps<SessionSnapshot>(
    [
      (current) => {
        const answerable = ringingIn(current).some(({ refusal }) => refusal === null);
        shortcut.choose(current.settings.answerShortcut.value);
        shortcut.setRinging(answerable);
      },
      (current) =>
        notifier.ringing(
          ringingIn(current).map(({ id, contactId, name, refusal }) => ({
            id,
            contactId,
            name,
            answerable: refusal === null,
          })),
        ),
      (current) =>
        attention.update({
          waiting: current.unread + (current.followUps ?? current.missed),
          ringing: ringingIn(current).length,
        }),
      (current) => tray?.showIcon(trayView(current), words()),
      (current) => tray?.showMenu(trayView(current), words()),
    ],
    (run) => void options.clock.after(stepMs, run),
  );

  function leaving(): void {
    steps.stop();
    shortcut.stop();
  }

  return {
    update: steps.update,
    message: (from) => notifier.message(from),
    missedCall: (from) => notifier.missedCall(from),
    note: (from) => notifier.note(from),
    focused: () => {
      notifier.focused();
      attention.focused();
    },
    hasTray: async () => tray !== null && hasTrayHost(process.platform, runTool),
    explainTray: () => say(words().stillRunningTitle, words().stillRunning, false),
    windowGaveUp: () => say(words().windowGaveUpTitle, words().windowGaveUp, true),
    leaving,
    stop: () => {
      leaving();
      notifier.clear();
      tray?.destroy();
    },
  };
}
