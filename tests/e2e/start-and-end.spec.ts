import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import Database from 'better-sqlite3';
import { expect, test } from './support/app.ts';
import { desk, session } from './support/desk.ts';
import { electronExecutable, machineFlags, projectDirectory } from './support/electron.ts';
import { inMain } from './support/in-main.ts';
import { ledgerRows } from './support/ledger.ts';
import { anna, patient, scenario, writeScenario } from './support/scenario.ts';
import { closeWindow } from './support/windows.ts';

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

/** Whether the agent can see the window. */
const isVisible = (electron: ElectronApplication): Promise<boolean> =>
  inMain(electron, ({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some(
      (window) => window.webContents.getURL().startsWith('app://ui/') && window.isVisible(),
    ),
  );

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

test('where there is a tray, the closed window goes on ringing and comes back with a second start, which ends; Ctrl+Q ends the app', {
  tag: '@long',
}, async ({ launch, stage, folder }) => {
  // A desktop that shows tray icons, as far as its own tool tells.
  const tools = join(folder, 'tools');
  mkdirSync(tools);
  writeFileSync(join(tools, 'gdbus'), '#!/bin/sh\necho "(<true>,)"\n', { mode: 0o755 });
  const rings = 600_000;
  const { args, cue } = await stage(scenario([{ at: rings, do: 'call', contact: 'anna', ringFor: patient }]));
  const { electron, page, userData } = await launch({
    args,
    environment: { PATH: `${tools}:${process.env.PATH}` },
  });
  await desk.connected(page);
  await closeWindow(electron);
  await expect
    .poll(() => (existsSync(join(userData, 'hints.json')) ? readFileSync(join(userData, 'hints.json'), 'utf8') : ''))
    .toContain('close-to-tray');
  await cue(rings);
  await expect.poll(async () => (await session(page)).calls.map(({ phase }) => phase)).toEqual(['ringing']);
  expect(await isVisible(electron)).toBe(false);

  expect(await start(folder, userData).ended).toBe(0);
  await expect.poll(() => isVisible(electron)).toBe(true);
  await desk.answer(page, anna.name);
  await desk.talking(page);
  await desk.end(page);
  const ended = once(electron.process(), 'exit');
  // Keys of Playwright begin behind the place where the app looks.
  await inMain(electron, ({ webContents }) => {
    const ui = webContents.getAllWebContents().find((contents) => contents.getURL().startsWith('app://ui/'));
    ui?.sendInputEvent({ type: 'keyDown', keyCode: 'q', modifiers: ['control'] });
  });
  expect(await ended).toEqual([0, null]);
});
