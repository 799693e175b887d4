import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import { electronExecutable, machineFlags, projectDirectory } from './support/electron.ts';
import { ledgerRows } from './support/ledger.ts';
import { scenario, writeScenario } from './support/scenario.ts';

interface Started {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
}

/** Starts the app as a desktop does, without anybody driving it. */
function start(folder: string, userData: string): Started {
  const child = spawn(
    electronExecutable(),
    [
      projectDirectory,
      ...machineFlags(join(folder, 'none.wav')),
      `--user-data-dir=${userData}`,
      `--scenario=${writeScenario(folder, scenario([]))}`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const written: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string | null);
  return { process: child, output: () => written.join(''), ended };
}

test('a ledger of a newer release: the app says so, ends with an error, and touches nothing', async ({ folder }) => {
  const userData = join(folder, 'user-data');
  mkdirSync(userData);
  const path = join(userData, 'ledger.sqlite');
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.exec('CREATE TABLE from_the_future (id INTEGER)');
  database.pragma('user_version = 4711');
  database.close();
  const before = readFileSync(path);
  const { ended, output } = start(folder, userData);
  expect(await ended).toBe(1);
  expect(output()).toContain('Cornetta cannot start');
  expect(output()).toContain('ledger.sqlite');
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('told to end while it starts, it ends in order', async ({ folder }) => {
  const userData = join(folder, 'user-data');
  const first = start(folder, userData);
  await expect
    .poll(() => ledgerRows(userData, "SELECT name FROM sqlite_schema WHERE name = 'audit'"), { intervals: [10] })
    .toHaveLength(1);
  first.process.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  expect(ledgerRows(userData, "SELECT value FROM meta WHERE key = 'session'")).toEqual([{ value: 'closed' }]);
});

test('a second start shows the window of the first one and ends', async ({ launch, folder }) => {
  const first = await launch({ scenario: scenario([]) });
  await desk.connected(first.page);
  const visible = () =>
    first.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some(
        (window) => window.webContents.getURL().startsWith('app://ui/') && window.isVisible(),
      ),
    );
  await first.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide();
  });
  expect(await visible()).toBe(false);
  const second = start(folder, first.userData);
  expect(await second.ended).toBe(0);
  await expect.poll(visible).toBe(true);
});

test('without a tray, closing the window ends the app', async ({ launch }) => {
  const { electron, page, userData } = await launch({ scenario: scenario([]) });
  await desk.connected(page);
  const ended = once(electron.process(), 'exit');
  await electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows())
      if (window.webContents.getURL().startsWith('app://ui/')) window.close();
  });
  expect(await ended).toEqual([0, null]);
  expect(ledgerRows(userData, "SELECT value FROM meta WHERE key = 'session'")).toEqual([{ value: 'closed' }]);
});
