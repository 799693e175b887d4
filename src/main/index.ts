import { userInfo } from 'node:os';
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { type RunningApp, startApp } from './app.ts';
import { systemClock as clock } from './platform/clock.ts';
import { installCrashHook } from './platform/crash-hook.ts';
import { createLog } from './platform/logging.ts';
import { becomeSingleInstance } from './platform/single-instance.ts';
import { exitCodes, failStart } from './platform/start-failure.ts';
import { dialTextInArguments, onLink } from './platform/tel-links.ts';
import { appSchemeRegistration } from './security/app-scheme.ts';
import { setChromiumSwitches } from './start/chromium-switches.ts';
import { type Ending, nothingLeft, quitInOrder, type Stopped } from './start/quit.ts';
import { readStart, type Start } from './start/read-start.ts';
import { startAgain } from './start/restart.ts';
import { guardEveryPage } from './wiring/windows.ts';

const root = app.getAppPath();

function fail(message: string, exitCode: Parameters<typeof failStart>[1], exit: (code: number) => void): void {
  failStart(message, exitCode, process.platform, {
    writeError: (text) => process.stderr.write(text),
    showErrorBox: dialog.showErrorBox,
    exit,
  });
}

function begin(start: Start): void {
  let running: RunningApp | null = null;
  /** A link that came before there was anybody to take it: the last one counts. */
  let waiting = dialTextInArguments(process.argv.slice(1));
  const dial = (text: string): void => {
    if (running === null) waiting = text;
    else running.dial(text);
  };
  const again = (argv: readonly string[]): void => {
    const text = dialTextInArguments(argv);
    if (text === null) running?.show();
    else dial(text);
  };
  if (!becomeSingleInstance(app, again)) {
    app.exit(0);
    return;
  }
  onLink(app, dial);
  // Whoever starts the app with --no-sandbox (Chromium's sandbox refuses root) would get no page at all otherwise.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([appSchemeRegistration]);
  setChromiumSwitches(app.commandLine, { platform: process.platform, loopbackCalls: start.sandbox !== null });

  const userData = app.getPath('userData');
  const log = createLog(join(userData, 'logs'), !app.isPackaged);
  const built = join(root, 'out');
  const stop = async (ending: Ending): Promise<Stopped> => (await running?.stop(ending)) ?? nothingLeft;
  const end = quitInOrder({ app, process, stop, clock, log });
  const startedAt = clock.monotonic();
  const giveUp = (): void => {
    // One that breaks as soon as it runs would start again for ever.
    if (clock.monotonic() - startedAt > worthStartingAgainMs) startAgain(app, process.argv.slice(1), process.env);
    end(exitCodes.failure);
  };
  installCrashHook({ process, log, clock, giveUp });
  guardEveryPage(log);
  // Not awaited at the top level: Electron is ready only after this module has ended.
  app
    .whenReady()
    .then(() => {
      running = startApp({ start, userData, built, log });
      if (waiting !== null) running.dial(waiting);
      return running.started;
    })
    .catch((error: unknown) => {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      log.error('the app cannot start', { error: stack ?? message });
      // In order: an exit would wait for a thread that hangs.
      fail(message, exitCodes.failure, end);
    });
}

const worthStartingAgainMs = 60_000;

const read = await readStart({
  argv: process.argv.slice(1),
  environment: process.env,
  platform: process.platform,
  workingDirectory: process.cwd(),
  userName: userInfo().username,
  resources: join(root, 'resources'),
  userData: app.getPath('userData'),
});
if (read.ok) begin(read.start);
else fail(read.message, exitCodes.wrongUsage, (code) => app.exit(code));
