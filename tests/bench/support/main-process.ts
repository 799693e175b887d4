import type { monitorEventLoopDelay } from 'node:perf_hooks';
import { connectDevTools, evaluate } from './devtools.ts';

/**
 * The longest that main was held up: how many milliseconds a timer came late, and what became of them. The system's accounts exist on Linux alone;
 * elsewhere they are null. Before and after the block itself there is always a little that counts as well, so the parts may be more than the whole.
 */
export interface Block {
  readonly ms: number;
  /** Main's thread had a core: it computed, the app's own code or Chromium's. */
  readonly onCore: number | null;
  /** It wanted to go on, and others had the cores. */
  readonly waitingForCore: number | null;
  /** It waited for somebody's answer (window system, bus, disk), or had nothing to do, and the timer itself came late. */
  readonly asleep: number | null;
}

export interface Blocks {
  /** By the event loop's own clock (`monitorEventLoopDelay`), which looks into nothing. */
  readonly eventLoopMs: number;
  readonly longest: Block;
  /** The most that main computed between two looks of the timer: what it would be held up with a core of its own. */
  readonly mostOnCore: number | null;
}

/** The main process of an app, looked at through Node's inspector. */
export interface MainProcess {
  /** Begins, or begins anew, to watch how long the event loop is held up. */
  watchBlocks(): Promise<void>;
  /** What there was since {@link watchBlocks}. */
  blocks(): Promise<Blocks>;
  /** Runs a function there; it names nothing outside itself. */
  run(code: () => void): Promise<void>;
  /** As long as an inspector looks on, Node does not end. */
  close(): void;
}

/** Finer than the 8 ms that matter, and too rare to cost much. */
const everyMs = 2;

interface WithWatcher {
  benchBlocks?: { blocks: Omit<Blocks, 'eventLoopMs'>; stop(): void };
  benchDelay?: ReturnType<typeof monitorEventLoopDelay>;
}

export async function mainProcessOf(url: string): Promise<MainProcess> {
  const devTools = await connectDevTools(url);
  return {
    watchBlocks: () => evaluate(devTools, undefined, watch, [everyMs]),
    blocks: () => evaluate(devTools, undefined, blocksSoFar, [everyMs]),
    run: (code) => evaluate(devTools, undefined, code, []),
    close: devTools.close,
  };
}

/** Like {@link watch} it runs in the main process (as text), so both name nothing outside themselves. */
function blocksSoFar(interval: number): Blocks {
  const { benchBlocks: watcher, benchDelay: delay } = globalThis as WithWatcher;
  if (watcher === undefined || delay === undefined) throw new Error('nobody watches');
  const short = (value: number) => Math.round(value * 100) / 100;
  const { longest, mostOnCore } = watcher.blocks;
  const { ms, onCore, waitingForCore, asleep } = longest;
  return {
    eventLoopMs: short(Math.max(0, delay.max / 1e6 - interval)),
    longest: {
      ms: short(ms),
      onCore: onCore === null ? null : short(onCore),
      waitingForCore: waitingForCore === null ? null : short(waitingForCore),
      asleep: asleep === null ? null : short(asleep),
    },
    mostOnCore: mostOnCore === null ? null : short(mostOnCore),
  };
}

function watch(interval: number): void {
  const scope = globalThis as WithWatcher;
  scope.benchBlocks?.stop();
  const { openSync, readSync, closeSync } = process.getBuiltinModule('node:fs');
  scope.benchDelay ??= process.getBuiltinModule('node:perf_hooks').monitorEventLoopDelay({ resolution: interval });
  scope.benchDelay.enable();
  scope.benchDelay.reset();
  /** Nanoseconds on a core and waiting for one (Linux, Documentation/scheduler/sched-stats.rst); the first thread has the process's number. */
  let file: number | null = null;
  try {
    file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  } catch {
    // Not Linux.
  }
  const bytes = Buffer.alloc(96);
  const account = (): readonly [onCore: number, waiting: number] | null => {
    if (file === null) return null;
    const [onCore, waiting] = bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0)).split(' ');
    return [Number(onCore) / 1e6, Number(waiting) / 1e6];
  };
  const nap = new Int32Array(new SharedArrayBuffer(4));
  const watcher: NonNullable<WithWatcher['benchBlocks']> = {
    blocks: { longest: { ms: 0, onCore: null, waitingForCore: null, asleep: null }, mostOnCore: null },
    stop: () => {
      clearInterval(timer);
      if (file !== null) closeSync(file);
    },
  };
  let before = account();
  let last = performance.now();
  const look = (): void => {
    const ms = performance.now() - last - interval;
    // The kernel adds up when a thread leaves its core or at the next of its own ticks, milliseconds away.
    if (ms > 1) Atomics.wait(nap, 0, 0, 0.01);
    const after = account();
    const [onCore, waitingForCore] =
      before === null || after === null ? [null, null] : [after[0] - before[0], after[1] - before[1]];
    const { longest, mostOnCore } = watcher.blocks;
    const asleep = onCore === null ? null : Math.max(0, ms - onCore - waitingForCore);
    watcher.blocks = {
      longest: ms > longest.ms ? { ms, onCore, waitingForCore, asleep } : longest,
      mostOnCore: onCore === null ? null : Math.max(onCore, mostOnCore ?? 0),
    };
    before = after;
    last = performance.now();
  };
  const timer = setInterval(look, interval);
  scope.benchBlocks = watcher;
}
