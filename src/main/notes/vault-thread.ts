/** Main's side of the thread that encrypts and decrypts notes. */
import type { Worker } from 'node:worker_threads';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { Threads } from '../platform/threads.ts';
import type { VaultReply, VaultTask, VaultTasks } from './vault-messages.ts';

export interface VaultThread {
  /** Never rejects. The thread takes its own copy of what it is given. `timeout`, `internal`: it hung or died; the next task starts it again. */
  run<Task extends VaultTask>(
    task: Task,
    asked: VaultTasks[Task]['asked'],
  ): Promise<Result<VaultTasks[Task]['answer']>>;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

/** Sixteen megabytes take a fifth of a second; a disk may take longer. */
const taskLimitMs = 60_000;
/** After so long without a task the thread ends: most days have few notes. */
const idleMs = 60_000;

interface Waiting {
  readonly settle: (result: Result<unknown>) => void;
  readonly cancelLimit: () => void;
}

/** The thread starts with the first task. */
export function createVaultThread(
  worker: URL,
  threads: Threads,
  clock: Pick<Clock, 'after'>,
  log: MainLog,
): VaultThread {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let isStopped = false;
  let nextId = 1;
  let cancelIdle = (): void => undefined;
  let drained = (): void => undefined;

  function settle(id: number, result: Result<unknown>): void {
    const entry = waiting.get(id);
    if (entry === undefined) return;
    waiting.delete(id);
    entry.cancelLimit();
    entry.settle(result);
    if (waiting.size > 0) return;
    drained();
    cancelIdle();
    cancelIdle = clock.after(idleMs, () => {
      if (thread !== null && waiting.size === 0) end(thread);
    });
  }

  function end(old: Worker): void {
    if (thread === old) thread = null;
    void threads.end(old);
  }

  function died(old: Worker, cause: string): void {
    if (thread !== old) return;
    thread = null;
    log.error('the thread of notes ended', { cause });
    for (const id of [...waiting.keys()]) settle(id, fail('internal', 'the thread of notes ended'));
  }

  function start(): Worker {
    const started = threads.start(worker, { name: 'notes-vault' });
    started.on('message', (reply: VaultReply) =>
      settle(reply.id, 'error' in reply ? { ok: false, error: reply.error } : ok(reply.answer)),
    );
    started.on('error', (error) => died(started, error instanceof Error ? error.message : String(error)));
    started.on('exit', (code) => died(started, `exit code ${code}`));
    return started;
  }

  function tooLong(id: number): void {
    const stuck = thread;
    settle(id, fail('timeout', 'the note took too long'));
    if (stuck === null) return;
    died(stuck, 'a task took too long');
    void threads.end(stuck);
  }

  return {
    run: <Task extends VaultTask>(task: Task, asked: VaultTasks[Task]['asked']) =>
      new Promise<Result<VaultTasks[Task]['answer']>>((resolve) => {
        if (isStopped) {
          resolve(fail('internal', 'the app is being closed'));
          return;
        }
        cancelIdle();
        try {
          thread ??= start();
          const id = nextId;
          nextId += 1;
          waiting.set(id, {
            // The thread answers each task with its own kind of value.
            settle: (result) => resolve(result as Result<VaultTasks[Task]['answer']>),
            cancelLimit: clock.after(taskLimitMs, () => tooLong(id)),
          });
          thread.postMessage({ id, task, asked });
        } catch (error) {
          resolve(fail('internal', String(error)));
        }
      }),
    stop: async () => {
      isStopped = true;
      if (waiting.size > 0)
        await new Promise<void>((resolve) => {
          drained = resolve;
        });
      cancelIdle();
      const running = thread;
      thread = null;
      if (running !== null) await threads.end(running);
    },
  };
}
