/** Checks a file in a thread of its own after an unclean end, while the store already answers from it. */
import type { Worker } from 'node:worker_threads';
import type { Threads } from '../../platform/threads.ts';
import type { StoreReply, StoreWorkerData } from './messages.ts';

export type CheckVerdict =
  | { readonly verdict: 'sound' }
  | { readonly verdict: 'damaged'; readonly cause: string }
  /** The check itself could not be done; it is due again at the next start. */
  | { readonly verdict: 'unknown'; readonly cause: string };

export interface BackgroundCheck {
  /** Ends it without a verdict. Resolves when the file is let go of, as far as the thread can be ended. */
  stop(): Promise<void>;
}

/**
 * @param worker the store's own entry
 * @param delayMs leaves the start of the app alone
 * @param onVerdict is not called after `stop`
 */
export function startBackgroundCheck(
  threads: Threads,
  worker: URL,
  path: string,
  delayMs: number,
  onVerdict: (verdict: CheckVerdict) => void,
): BackgroundCheck {
  let thread: Worker | null = null;
  let settled = false;

  const settle = (verdict: CheckVerdict): void => {
    if (settled) return;
    settled = true;
    onVerdict(verdict);
  };

  const timer = setTimeout(() => {
    const workerData: StoreWorkerData = { role: 'check', path };
    thread = threads.start(worker, { workerData, name: 'store-check' });
    thread.on('message', (reply: StoreReply) => {
      if (reply.type !== 'check') return;
      settle(reply.damage === null ? { verdict: 'sound' } : { verdict: 'damaged', cause: reply.damage });
    });
    thread.on('error', (error) => settle({ verdict: 'unknown', cause: String(error) }));
    thread.on('exit', (code) => settle({ verdict: 'unknown', cause: `exit code ${code}` }));
  }, delayMs);
  timer.unref();

  return {
    stop: async () => {
      settled = true;
      clearTimeout(timer);
      if (thread !== null) await threads.end(thread);
    },
  };
}
