import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { electronExecutable, isRoot, machineFlags, projectDirectory, watchedApp } from './electron.ts';
import { inMain } from './in-main.ts';
import { type ScenarioInput, writeScenario } from './scenario.ts';
import { type StagedGateway, startStagedGateway } from './team-gateway.ts';
import { tellFailure } from './tell-failure.ts';
import { writeToneWav } from './tone.ts';

export interface LaunchOptions {
  readonly scenario?: ScenarioInput;
  /** Further command-line arguments, for instance `--policy=…`. */
  readonly args?: readonly string[];
  /** A folder of an earlier start, to start on the same data. */
  readonly userData?: string;
  /** Over the environment of the tests themselves. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the fake microphone plays, in Hz. */
  readonly microphoneTone?: number;
}

export interface Cornetta {
  readonly electron: ElectronApplication;
  /** The ui window. */
  readonly page: Page;
  readonly userData: string;
  readonly pid: number;
  /** Everything the process wrote so far. */
  readonly output: () => string;
  /** Quits as a user would and waits for the end, which is to be one without an error. */
  readonly quit: () => Promise<void>;
  /** SIGKILL to the main process; resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

export interface Fixtures {
  readonly folder: string;
  readonly launch: (options?: LaunchOptions) => Promise<Cornetta>;
  /** A gateway whose contacts act on the test's cue; it ends with the test. */
  readonly stage: (content: ScenarioInput, agents?: readonly string[]) => Promise<StagedGateway>;
}

/** Each test has its own folder and starts as many apps in it as it wants; all of them are gone afterwards. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'cornetta-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  },

  stage: async ({ folder }, use, testInfo) => {
    const gateways: StagedGateway[] = [];
    await use(async (content, agents) => {
      const gateway = await startStagedGateway(folder, content, agents);
      gateways.push(gateway);
      return gateway;
    });
    await tellFailure(testInfo, gateways);
    for (const { stop } of gateways) await stop();
  },

  launch: async ({ folder }, use, testInfo) => {
    const running: Cornetta[] = [];
    await use(async (options = {}) => {
      const app = await start(folder, running.length, options);
      running.push(app);
      return app;
    });
    await tellFailure(testInfo, running);
    for (const app of running) await app.kill();
  },
});

export { expect } from '@playwright/test';

/** Starts the app in a folder and waits for its window; whoever calls this also ends it. */
export async function start(folder: string, index: number, options: LaunchOptions): Promise<Cornetta> {
  const userData = options.userData ?? join(folder, `user-data-${index}`);
  const microphone = join(folder, `microphone-${index}.wav`);
  writeToneWav(microphone, options.microphoneTone ?? 1000, 2);
  const args = [
    ...machineFlags(microphone),
    // Chromium would find out by itself that there is none, in two more processes at each start.
    '--disable-gpu',
    `--user-data-dir=${userData}`,
    ...(options.scenario === undefined ? [] : [`--scenario=${writeScenario(folder, options.scenario)}`]),
    ...(options.args ?? []),
  ];
  const electron = await _electron.launch({
    executablePath: electronExecutable(),
    args: [watchedApp, ...args],
    cwd: projectDirectory,
    env: environmentWith({ ...options.environment, CORNETTA_WATCHED_BY: String(process.pid) }),
    // Playwright would switch the sandbox off otherwise: what ships is what is tested.
    chromiumSandbox: !isRoot(),
    // Playwright would pretend a light system otherwise, whatever theme the app sets.
    colorScheme: null,
    timeout: 30_000,
  });
  const child = electron.process();
  const written: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));

  const page = await uiWindow(electron);
  return {
    electron,
    page,
    userData,
    pid: child.pid ?? 0,
    output: () => written.join(''),
    quit: async () => {
      await electron.close();
      await gone;
      const end = child.signalCode ?? child.exitCode;
      if (end !== 0) throw new Error(`the app did not quit in order, but with ${end}`);
    },
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await gone;
    },
  };
}

function environmentWith(own: Readonly<Record<string, string>>): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return { ...Object.fromEntries(inherited), ...own };
}

/** Runs an expression in whatever page the ui window shows now, also in one that came after a crash. */
export function inUiWindow<Value>(electron: ElectronApplication, expression: string): Promise<Value> {
  return inMain(
    electron,
    ({ webContents }, code) => {
      const contents = webContents.getAllWebContents().find((each) => each.getURL().startsWith('app://ui/'));
      if (contents === undefined) throw new Error('no ui window');
      return contents.executeJavaScript(code);
    },
    expression,
  );
}

/** The window the agent sees: the phone window is one too, but is never shown. */
export async function uiWindow(electron: ElectronApplication): Promise<Page> {
  const isUi = (page: Page) => page.url().startsWith('app://ui/');
  const open = electron.windows().find(isUi);
  if (open !== undefined) return open;
  return electron.waitForEvent('window', {
    predicate: async (page) => {
      await page.waitForURL(/^app:/);
      return isUi(page);
    },
    timeout: 30_000,
  });
}
