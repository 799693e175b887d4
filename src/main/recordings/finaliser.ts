/** Finishes recordings one after the other, each in a thread of its own. */
import { stat } from 'node:fs/promises';
import type { MainLog } from '../platform/log-port.ts';
import type { Threads } from '../platform/threads.ts';
import type { Finalised, FinaliseMode } from './finalise.ts';

export interface Finaliser {
  /**
   * Never rejects. `missing`: there is no such file. `unavailable`: it cannot be reached or read now, or the app is closing; to be tried
   * again at the next start.
   */
  finalise(path: string): Promise<Finalised | 'missing' | 'unavailable'>;
  /** Ends what is running; its file stays as recorded. */
  stop(): Promise<void>;
}

/** An hour of sound takes about a second. */
const timeLimitMs = 300_000;

export function createFinaliser(worker: URL, threads: Threads, log: MainLog): Finaliser {
  let queue: Promise<unknown> = Promise.resolve();
  /** Ends the thread that is at work. */
  let endWork = async (): Promise<void> => undefined;
  /** Of the thread that has answered last: it ends by itself. */
  let ended: Promise<void> = Promise.resolve();
  let stopped = false;

  /** @returns null where the thread ended without an answer */
  const run = (path: string, mode: FinaliseMode): Promise<Finalised | null> =>
    new Promise((settle) => {
      const started = threads.start(worker, { workerData: { path, mode }, name: 'recording-finaliser' });
      /** A thread that hangs while it ends has no answer any more. */
      const end = async (): Promise<void> => {
        await threads.end(started);
        settle(null);
      };
      const timer = setTimeout(() => void end(), timeLimitMs);
      endWork = end;
      started.once('message', (result: Finalised) => {
        clearTimeout(timer);
        endWork = async () => undefined;
        ended = threads.ended(started);
        settle(result);
      });
      started.once('error', (error) => log.error('finishing a recording failed', { path, mode, cause: String(error) }));
      started.once('exit', () => {
        clearTimeout(timer);
        settle(null);
      });
    });

  const failed =
    (path: string) =>
    (error: unknown): null => {
      log.error('the finaliser cannot be started', { path, cause: String(error) });
      return null;
    };

  const sizeOf = async (path: string): Promise<number | 'missing' | 'unavailable'> => {
    try {
      return (await stat(path)).size;
    } catch (error) {
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!missing) log.error('a recording cannot be reached', { path, cause: String(error) });
      return missing ? 'missing' : 'unavailable';
    }
  };

  const finaliseNow = async (path: string): Promise<Finalised | 'missing' | 'unavailable'> => {
    const bytes = await sizeOf(path);
    if (typeof bytes === 'string') return bytes;
    if (bytes === 0) return { playable: false, durationMs: null, bytes, sha256: null, problem: 'it is empty' };
    for (const mode of ['finish', 'index'] as const) {
      await ended;
      const result = stopped ? null : await run(path, mode).catch(failed(path));
      if (result === null) continue;
      if (result.problem !== null) log.warn('recording kept as recorded', { path, problem: result.problem });
      return result;
    }
    return 'unavailable';
  };

  return {
    finalise: (path) => {
      const result = queue.then(() => finaliseNow(path));
      queue = result.catch(() => undefined);
      return result;
    },
    stop: async () => {
      stopped = true;
      await endWork();
      await queue;
      await ended;
    },
  };
}
