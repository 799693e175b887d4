import { Worker, type WorkerOptions } from 'node:worker_threads';
import { atMost } from './at-most.ts';
import type { Clock } from './clock.ts';

/**
 * The threads of main. Any of them may hang while it ends, and then never ends: in a call to the system that does not come back, or in Node
 * itself, which waits for compilations that wait for the thread (https://github.com/nodejs/node/issues/54918; seen with a thread whose work was
 * done a moment ago). Nobody waits for an end without a limit, and whoever ends the process looks here first: an exit would wait for them all.
 */
export interface Threads {
  /** As `new Worker` does, with a name. @throws where there can be no further thread */
  start(entry: URL, options: WorkerOptions & { readonly name: string }): Worker;
  /** Resolves when it has ended, or will not be waited for any longer. */
  ended(thread: Worker): Promise<void>;
  /** Tells it to end at once, whatever it does; resolves like {@link ended}. Repeating it is harmless. */
  end(thread: Worker): Promise<void>;
  /** Names of those that have not ended, after the same wait for all of them. */
  left(): Promise<readonly string[]>;
}

/** Threads end within milliseconds. */
const limitMs = 1_000;

export function createThreads(clock: Pick<Clock, 'after'>): Threads {
  const running = new Map<Worker, { readonly name: string; readonly gone: Promise<void> }>();

  const ended = async (thread: Worker): Promise<void> => {
    await atMost(clock, limitMs, running.get(thread)?.gone);
  };

  return {
    start: (entry, options) => {
      const thread = new Worker(entry, options);
      const gone = new Promise<void>((resolve) => {
        thread.once('exit', () => {
          running.delete(thread);
          resolve();
        });
      });
      running.set(thread, { name: options.name, gone });
      return thread;
    },
    ended,
    end: (thread) => {
      void thread.terminate();
      return ended(thread);
    },
    left: async () => {
      await atMost(clock, limitMs, Promise.all([...running.values()].map(({ gone }) => gone)));
      return [...running.values()].map(({ name }) => name);
    },
  };
}
