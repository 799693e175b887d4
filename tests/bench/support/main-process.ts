import type { monitorEventLoopDelay } from 'node:perf_hooks';
import { connectDevTools, evaluate } from './devtools.ts';

/** The main process of an app, looked at through Node's inspector. */
export interface MainProcess {
  /** Begins, or begins anew, to watch how long the event loop is held up. */
  watchBlocks(): Promise<void>;
  /** Milliseconds beyond its time that the latest timer came since {@link watchBlocks}. */
  longestBlockMs(): Promise<number>;
  /** As long as an inspector looks on, Node does not end. */
  close(): void;
}

/** Finer than the 8 ms that matter, and too rare to cost anything. */
const resolutionMs = 2;

interface WithHistogram {
  benchDelay?: ReturnType<typeof monitorEventLoopDelay>;
}

export async function mainProcessOf(url: string): Promise<MainProcess> {
  const devTools = await connectDevTools(url);
  return {
    watchBlocks: () =>
      evaluate(
        devTools,
        undefined,
        (resolution: number) => {
          const scope = globalThis as WithHistogram;
          scope.benchDelay ??= process.getBuiltinModule('node:perf_hooks').monitorEventLoopDelay({ resolution });
          scope.benchDelay.enable();
          scope.benchDelay.reset();
        },
        [resolutionMs],
      ),
    longestBlockMs: () =>
      evaluate(
        devTools,
        undefined,
        (resolution: number) => {
          const scope = globalThis as WithHistogram;
          return Math.max(0, (scope.benchDelay?.max ?? 0) / 1e6 - resolution);
        },
        [resolutionMs],
      ),
    close: devTools.close,
  };
}
