import { type ChildProcess, spawn } from 'node:child_process';
import { machineFlags, projectDirectory } from '../../e2e/support/electron.ts';
import { wallNow } from './clock.ts';
import { connectDevTools, type DevTools } from './devtools.ts';
import { type MainProcess, mainProcessOf } from './main-process.ts';
import { type Page, pageOf } from './page.ts';
import { isRunning, treePids } from './process-tree.ts';
import { until } from './until.ts';

export interface AppOptions {
  readonly executable: string;
  /** Folder or file that Electron is given. */
  readonly app: string;
  readonly userData: string;
  readonly microphone: string;
  readonly args?: readonly string[];
  /** Opens Node's inspector in the main process: not where starting is what is measured. */
  readonly inspect?: boolean;
}

export interface RunningApp {
  readonly pid: number;
  /** Wall-clock instant just before the process was made. */
  readonly startedAt: number;
  /** The page whose address begins so, as soon as there is one. */
  page(address: string): Promise<Page>;
  main(): Promise<MainProcess>;
  output(): string;
  /** Ends it as a session that is closed does, and waits until every process is gone. */
  quit(): Promise<void>;
}

interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
}

/** Started as a person starts it, plus the port through which the pages are read. Bare and real apps get the very same flags. */
export function startApp(options: AppOptions): RunningApp {
  const args = [
    options.app,
    ...machineFlags(options.microphone),
    `--user-data-dir=${options.userData}`,
    '--remote-debugging-port=0',
    ...(options.args ?? []),
  ];
  const written: string[] = [];
  const startedAt = wallNow();
  const child = spawn(options.executable, options.inspect === true ? ['--inspect=0', ...args] : args, {
    cwd: projectDirectory,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const output = (): string => written.join('');
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const pid = child.pid ?? 0;

  const announced = (words: string): Promise<string> => {
    const look = () => {
      if (child.exitCode !== null) throw new Error('the app ended by itself');
      return new RegExp(`${words} (ws://\\S+)`).exec(output())?.[1] ?? null;
    };
    return until(words, look, { timeoutMs: 30_000, everyMs: 10 }).catch((error: Error) => {
      throw new Error(`${error.message}; it said: ${output().slice(-2_000)}`);
    });
  };
  const browser = announced('DevTools listening on').then(async (url) => {
    const devTools = await connectDevTools(url);
    return { devTools, targets: await discover(devTools) };
  });
  browser.catch(() => undefined);
  const main = options.inspect === true ? announced('Debugger listening on').then(mainProcessOf) : null;
  main?.catch(() => undefined);

  return {
    pid,
    startedAt,
    output,
    page: async (address) => {
      const { devTools, targets } = await browser;
      const isIt = ({ type, url }: TargetInfo) => type === 'page' && url.startsWith(address);
      const target = await until(`the page ${address}`, () => [...targets.values()].find(isIt) ?? null, {
        timeoutMs: 30_000,
        everyMs: 10,
      });
      const { sessionId } = await devTools.send<{ readonly sessionId: string }>('Target.attachToTarget', {
        targetId: target.targetId,
        flatten: true,
      });
      return pageOf(devTools, sessionId);
    },
    main: () => main ?? Promise.reject(new Error('the app was started without an inspector')),
    quit: async () => {
      (await main?.catch(() => null))?.close();
      await quit(child, ended);
    },
  };
}

/** Follows which pages there are; Chromium tells when an address changes. */
async function discover(devTools: DevTools): Promise<ReadonlyMap<string, TargetInfo>> {
  const targets = new Map<string, TargetInfo>();
  const put = ({ targetInfo }: { readonly targetInfo: TargetInfo }) => targets.set(targetInfo.targetId, targetInfo);
  devTools.on('Target.targetCreated', put);
  devTools.on('Target.targetInfoChanged', put);
  devTools.on('Target.targetDestroyed', ({ targetId }: { readonly targetId: string }) => targets.delete(targetId));
  await devTools.send('Target.setDiscoverTargets', { discover: true });
  return targets;
}

const patienceMs = 8_000;

async function quit(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const members = treePids(child.pid ?? 0);
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(timer);
  await until('the end of all processes of the app', () => (members.some(isRunning) ? null : true));
}
