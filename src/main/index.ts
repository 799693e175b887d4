import { userInfo } from 'node:os';
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { type RunningApp, startApp } from './app.ts';
import { systemClock } from './platform/clock.ts';
import { installCrashHook } from './platform/crash-hook.ts';
import { createLog } from './platform/logging.ts';
import { becomeSingleInstance } from './platform/single-instance.ts';
import { failStart } from './platform/start-failure.ts';
import { appSchemeRegistration } from './security/app-scheme.ts';
import { quitInOrder } from './start/quit.ts';
import { readStart, type Start } from './start/read-start.ts';
import { guardEveryPage } from './wiring/windows.ts';

const root = app.getAppPath();

function fail(message: string): void {
  failStart(message, process.platform, {
    writeError: (text) => process.stderr.write(text),
    showErrorBox: dialog.showErrorBox,
    exit: (code) => app.exit(code),
  });
}

function begin(start: Start): void {
  let running: RunningApp | null = null;
  if (!becomeSingleInstance(app, () => running?.show())) {
    app.exit(0);
    return;
  }
  // Whoever starts the app with --no-sandbox (Chromium's sandbox refuses root) would get no page at all otherwise.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([appSchemeRegistration]);
  // The sandbox's contacts offer loopback candidates only, which Chromium otherwise leaves out.
  if (start.sandbox !== null) app.commandLine.appendSwitch('allow-loopback-in-peer-connection');

  const userData = app.getPath('userData');
  const log = createLog(join(userData, 'logs'), !app.isPackaged);
  installCrashHook({ process, log, clock: systemClock, giveUp: () => app.exit(1) });
  guardEveryPage(log);
  quitInOrder(app, () => running?.stop(), log);
  // Not awaited at the top level: Electron is ready only after this module has ended.
  app
    .whenReady()
    .then(async () => {
      running = await startApp({ start, userData, built: join(root, 'out'), log });
    })
    .catch((error: unknown) => {
      log.error('the app cannot start', {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      fail(error instanceof Error ? error.message : String(error));
    });
}

const read = readStart({
  argv: process.argv.slice(1),
  environment: process.env,
  platform: process.platform,
  workingDirectory: process.cwd(),
  userName: userInfo().username,
  resources: join(root, 'resources'),
  userData: app.getPath('userData'),
});
if (read.ok) begin(read.start);
else fail(read.message);
