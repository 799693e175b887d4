import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronExecutable, projectDirectory } from '../../e2e/support/electron.ts';
import type { ScenarioInput } from '../../e2e/support/scenario.ts';
import { writeToneWav } from '../../e2e/support/tone.ts';
import { type MeasuredGateway, startMeasuredGateway } from '../gateway/measured-gateway.ts';
import type { Blocks } from './main-process.ts';
import { type AppOptions, type RunningApp, startApp } from './running-app.ts';
import { pause } from './until.ts';

/** What all measurements share: the runtime, a folder that goes away, and whatever still runs when something breaks. */
export interface Bench {
  /** A new folder. */
  folder(name: string): string;
  start(options: Omit<AppOptions, 'executable' | 'microphone'>): RunningApp;
  /** @param port on which it listens; 0: any */
  gateway(scenario: ScenarioInput, port?: number): Promise<MeasuredGateway>;
  /** Longest that Cornetta's main process was held up, by what was measured meanwhile. */
  readonly blocks: Record<string, Blocks>;
  /** The same of bare apps beside it: what the machine itself does to a main process. */
  readonly bareBlocks: Record<string, Blocks>;
  end(): Promise<void>;
}

export const apps = {
  cornetta: projectDirectory,
  window: fileURLToPath(new URL('../bare/window/main.mjs', import.meta.url)),
  phone: fileURLToPath(new URL('../bare/phone/main.mjs', import.meta.url)),
} as const;

export function openBench(): Bench {
  const root = mkdtempSync(join(tmpdir(), 'cornetta-bench-'));
  const executable = electronExecutable();
  const microphone = join(root, 'microphone.wav');
  writeToneWav(microphone, 1000, 2);
  const running = new Set<{ stop(): Promise<void> }>();
  let folders = 0;
  const folder = (name: string): string => {
    folders += 1;
    const path = join(root, `${folders}-${name}`);
    mkdirSync(path);
    return path;
  };
  const track = (stop: () => Promise<void>): (() => Promise<void>) => {
    const entry = {
      stop: async () => {
        if (running.delete(entry)) await stop();
      },
    };
    running.add(entry);
    return entry.stop;
  };
  return {
    folder,
    blocks: {},
    bareBlocks: {},
    start: (options) => {
      const app = startApp({ executable, microphone, ...options });
      return { ...app, quit: track(app.quit) };
    },
    gateway: async (scenario, port = 0) => {
      const gateway = await startMeasuredGateway(folder('gateway'), scenario, port);
      return { ...gateway, stop: track(gateway.stop) };
    },
    end: async () => {
      await Promise.allSettled([...running].map(({ stop }) => stop()));
      rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Other processes of the same runtime share its pages, and memory would look smaller than it is. */
export function othersOnRuntime(): number {
  const executable = electronExecutable();
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/exe`) === executable;
    } catch {
      return false;
    }
  }).length;
}

/** Share of the machine's cores, 0…1, that others use now: what they take is missing in every figure. */
export async function busyShare(): Promise<number> {
  const read = () =>
    cpus().reduce(
      ({ idle, total }, { times }) => ({
        idle: idle + times.idle,
        total: total + times.idle + times.user + times.nice + times.sys + times.irq,
      }),
      { idle: 0, total: 0 },
    );
  const before = read();
  await pause(2_000);
  const after = read();
  return 1 - (after.idle - before.idle) / (after.total - before.total);
}
