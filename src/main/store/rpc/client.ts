/** The main thread's side of a store: posts requests to its thread, hands out answers by number, starts the thread again when it dies. */
import type { Worker } from 'node:worker_threads';
import { unreachable } from '#shared/never.ts';
import type { MainLog } from '../../platform/log-port.ts';
import type { Threads } from '../../platform/threads.ts';
import { type StoreFailure, type StoreResult, storeFailure } from '../store-error.ts';
import type { StoreHealth, StoreName } from '../store-health.ts';
import { deferred } from './deferred.ts';
import type { StoreReply, StoreRequest, StoreWorkerData } from './messages.ts';

export interface StoreClientOptions {
  readonly name: StoreName;
  /** Entry of the store's thread. */
  readonly worker: URL;
  /** Of the database file. */
  readonly path: string;
  readonly threads: Threads;
  readonly now: () => number;
  readonly log: MainLog;
  readonly onHealth: (health: StoreHealth) => void;
}

export interface StoreClient {
  /** Settles once: the file is open, or why it cannot be. */
  readonly opened: Promise<StoreResult<{ readonly unclean: boolean }>>;
  request(method: string, parameters: readonly unknown[]): Promise<StoreResult<unknown>>;
  /** Everything asked before is still answered; afterwards every request fails. */
  close(): Promise<void>;
}

const slowMs = 40;
/** A thread that dies more often than this within {@link deathWindowMs} stays dead. */
const maximumDeaths = 3;
const deathWindowMs = 60_000;

type Answer = (result: StoreResult<unknown>) => void;
interface Waiting {
  readonly method: string;
  readonly answer: Answer;
}

const closedFailure = (detail: string): StoreFailure => storeFailure('closed', detail);

export function createStoreClient({
  name,
  worker,
  path,
  threads,
  now,
  log,
  onHealth,
}: StoreClientOptions): StoreClient {
  const waiting = new Map<number, Waiting>();
  const deaths: number[] = [];
  let thread: Worker | null = null;
  let ended: StoreFailure | null = null;
  let nextId = 1;
  let openedOnce = false;
  const opening = deferred<StoreResult<{ readonly unclean: boolean }>>();

  const failWaiting = (error: StoreFailure): void => {
    const failed = [...waiting.values()];
    waiting.clear();
    for (const { answer } of failed) answer({ ok: false, error });
  };

  const end = (error: StoreFailure): void => {
    ended = error;
    failWaiting(error);
  };

  const receive = (reply: StoreReply): void => {
    switch (reply.type) {
      case 'opened':
        openedOnce = true;
        opening.resolve({ ok: true, value: { unclean: reply.unclean } });
        return;
      case 'refused':
        opening.resolve({ ok: false, error: reply.error });
        end(reply.error);
        if (openedOnce) onHealth({ store: name, state: 'stopped', cause: reply.error.detail ?? reply.error.fault });
        return;
      case 'reply': {
        const request = waiting.get(reply.id);
        waiting.delete(reply.id);
        if (reply.tookMs > slowMs)
          log.warn('slow store operation', { store: name, method: request?.method, ms: Math.round(reply.tookMs) });
        request?.answer(reply.result);
        return;
      }
      case 'health':
        onHealth(reply.health);
        return;
      case 'check':
        return;
      default:
        unreachable(reply);
    }
  };

  const died = (cause: string): void => {
    thread = null;
    if (ended !== null) return;
    const at = now();
    deaths.push(at);
    log.error('store thread died', { store: name, cause });
    if (deaths.filter((time) => at - time < deathWindowMs).length > maximumDeaths) {
      end(closedFailure(`the ${name} thread keeps dying: ${cause}`));
      opening.resolve({ ok: false, error: closedFailure(cause) });
      onHealth({ store: name, state: 'stopped', cause });
      return;
    }
    failWaiting(closedFailure(`the ${name} thread died: ${cause}`));
    start();
    onHealth({ store: name, state: 'restarted', cause });
  };

  const start = (): void => {
    const workerData: StoreWorkerData = { role: 'serve', path };
    const started = threads.start(worker, { workerData, name: `store-${name}` });
    let cause: string | null = null;
    started.on('message', receive);
    started.on('error', (error) => {
      cause = error instanceof Error ? error.message : String(error);
    });
    started.on('exit', (code) => died(cause ?? `exit code ${code}`));
    thread = started;
  };

  const post = (method: string, parameters: readonly unknown[]): Promise<StoreResult<unknown>> =>
    new Promise((answer) => {
      if (ended !== null || thread === null) {
        answer({ ok: false, error: ended ?? closedFailure(`the ${name} is closed`) });
        return;
      }
      const request: StoreRequest = { id: nextId, method, parameters };
      nextId += 1;
      waiting.set(request.id, { method, answer });
      try {
        thread.postMessage(request);
      } catch (error) {
        waiting.delete(request.id);
        answer({ ok: false, error: storeFailure('logic', `${method}: ${String(error)}`) });
      }
    });

  start();
  return {
    opened: opening.promise,
    request: post,
    close: async () => {
      if (ended === null) {
        const farewell = post('close', []);
        ended = closedFailure(`the ${name} was closed`);
        const result = await farewell;
        if (!result.ok) log.warn('store did not close in order', { store: name, detail: result.error.detail });
      }
      if (thread !== null) await threads.ended(thread);
    },
  };
}
