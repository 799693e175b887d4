import { Worker } from 'node:worker_threads';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Clock, Timer } from '../platform/clock.ts';
import type { GatewayLog } from '../platform/log.ts';
import type { WorkshopReply, WorkshopRequest, WorkshopResults, WorkshopTask } from './workshop-messages.ts';

/** Where media is encrypted, decrypted and looked into: a thread of its own, because calls are signalled on this one. */
export interface Workshop {
  /**
   * Takes its own copy of the bytes.
   *
   * @returns `damaged` and `forbidden` (another key) where it cannot be opened, `timeout` or `internal` where the thread fails.
   */
  run<Task extends WorkshopTask>(task: Task, bytes: Uint8Array): Promise<Result<WorkshopResults[Task]>>;
  /** What is under way fails. */
  stop(): Promise<void>;
}

/** Sixteen megabytes take a fifth of a second; what takes so long never ends. */
const taskLimitMs = 60_000;

interface Waiting {
  readonly settle: (result: Result<never> | { readonly ok: true; readonly value: unknown }) => void;
  readonly timer: Timer;
}

/**
 * The thread starts with the first task, and again with the next one after it died.
 *
 * @param identity of age (`AGE-SECRET-KEY-1…`); null: nothing can be sealed or opened
 */
export function createWorkshop(options: {
  readonly worker: URL;
  readonly identity: string | null;
  readonly clock: Clock;
  readonly log: GatewayLog;
}): Workshop {
  const { worker, identity, clock, log } = options;
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let stopped = false;
  let lastId = 0;

  const settle = (id: number, result: Parameters<Waiting['settle']>[0]): void => {
    const entry = waiting.get(id);
    if (entry === undefined) return;
    waiting.delete(id);
    clock.clearTimeout(entry.timer);
    entry.settle(result);
  };
  const drop = (dead: Worker, reason: string): void => {
    if (thread !== dead) return;
    thread = null;
    if (!stopped) log.error(`notes: the thread for media ended: ${reason}`);
    for (const id of [...waiting.keys()]) settle(id, fail('internal', 'the thread for media ended'));
  };
  const start = (): Worker => {
    const started = new Worker(worker, { workerData: { identity }, name: 'notes' });
    started.on('message', (reply: WorkshopReply) =>
      settle(reply.id, 'error' in reply ? { ok: false, error: reply.error } : ok(reply.value)),
    );
    started.on('error', (error) => drop(started, error instanceof Error ? error.message : String(error)));
    started.on('exit', (code) => drop(started, `code ${code}`));
    return started;
  };
  const giveUp = (id: number): void => {
    settle(id, fail('timeout', 'the media took too long'));
    const stuck = thread;
    if (stuck === null) return;
    drop(stuck, 'a task took too long');
    void stuck.terminate();
  };

  return {
    run: <Task extends WorkshopTask>(task: Task, bytes: Uint8Array) =>
      new Promise<Result<WorkshopResults[Task]>>((resolve) => {
        if (stopped) {
          resolve(fail('internal', 'the gateway stops'));
          return;
        }
        thread ??= start();
        const id = ++lastId;
        const timer = clock.setTimeout(() => giveUp(id), taskLimitMs);
        // The thread answers each task with its own kind of value.
        waiting.set(id, { settle: (result) => resolve(result as Result<WorkshopResults[Task]>), timer });
        thread.postMessage({ id, task, bytes } satisfies WorkshopRequest);
      }),
    stop: async () => {
      stopped = true;
      const running = thread;
      if (running === null) return;
      drop(running, 'stopped');
      await running.terminate();
    },
  };
}
