import { join } from 'node:path';
import { ok } from '#shared/result.ts';
import type { UiPush } from '../ipc/push.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { Threads } from '../platform/threads.ts';
import type { Configuration } from '../policy/configuration.ts';
import { createRecordings } from '../recordings/recordings.ts';
import type { Ending } from '../start/quit.ts';
import { isGuessed } from '../store/guessed-outcome.ts';
import type { StoreHealth } from '../store/store-health.ts';
import type { Core } from './core.ts';
import { type OpeningStores, workerIn } from './stores.ts';

export interface KeepingOptions {
  readonly userData: string;
  readonly built: string;
  readonly stores: OpeningStores;
  readonly configuration: Configuration;
  readonly core: Core;
  readonly push: UiPush;
  readonly threads: Threads;
  readonly clock: Clock;
  readonly log: MainLog;
}

/**
 * Everything that is kept on disk: stores and recordings, with what an earlier life of the app left unfinished put right.
 * @throws {StoreError} the stores cannot be used
 */
export async function openKeeping(options: KeepingOptions) {
  const { userData, built, configuration, core, push, threads, clock, log } = options;
  const { session, notices } = core;
  const rebuilt: (() => void)[] = [];
  let wasRebuilt = false;

  options.stores.onHealth(tell);
  const stores = await options.stores.opened;
  const { cache, ledger } = stores;

  function tell(health: StoreHealth): void {
    switch (health.state) {
      case 'rebuilt':
        wasRebuilt = true;
        notices.tell('cache-rebuilt');
        for (const listener of rebuilt) listener();
        return;
      case 'salvaged':
        notices.tell('ledger-salvaged', { saved: health.saved, lost: health.lost ?? '?' });
        return;
      case 'stopped':
        notices.tell('storage-failing');
        return;
      case 'restarted':
      case 'checked':
        return;
    }
  }

  const closed = await ledger.closeInterrupted(clock.now(), configuration.workspace.mode === 'pbx' ? 'pbx' : 'gateway');
  if (!closed.ok) log.error('interrupted calls could not be closed', { fault: closed.error.fault });
  else {
    // One that only rang was not cut off: it rings again, or is among the missed ones.
    const count = closed.value.filter((row) => !isGuessed(row)).length;
    if (count > 0) notices.tell('calls-interrupted', { count });
  }

  const directory = configuration.recording.directory ?? join(userData, 'recordings');
  const recordings = createRecordings({
    directory,
    ledger,
    finaliserWorker: workerIn(built, 'finaliser'),
    threads,
    clock,
    log,
    onChange: (rows) => {
      push('recordings', { rows });
      void showCalls(rows.map(({ callId }) => callId));
    },
    onReach: (reachable) => {
      if (reachable) notices.withdraw('recordings-folder');
      else if (configuration.recording.allowed) notices.tell('recordings-folder', { directory });
    },
  });

  /** A call's row says whether it has a recording. */
  async function showCalls(ids: readonly string[]): Promise<void> {
    const found = await Promise.all([...new Set(ids)].map((id) => ledger.call(id)));
    const rows = found.flatMap((row) => (row.ok && row.value !== null ? [row.value] : []));
    if (rows.length > 0) push('calls', { rows });
  }

  const counters = await cache.counters();
  if (counters.ok) session.update(counters.value);

  return {
    cache,
    ledger,
    recordings: {
      ...recordings,
      path: recordings.file,
      readPeaks: async (id: string) => ok(await recordings.readPeaks(id)),
    },
    /** Recordings that a crash cut short; once the window is up. */
    recover: async (): Promise<void> => {
      const { recovered, adopted, outOfReach } = await recordings.recover();
      // One that the last start had no time to finish is whole.
      const count = [...recovered, ...adopted].filter(({ state }) => state !== 'complete').length;
      if (count > 0) notices.tell('recordings-recovered', { count });
      if (outOfReach > 0) notices.tell('recordings-out-of-reach', { count: outOfReach });
    },
    /** The damaged cache was replaced by an empty one. */
    onCacheRebuilt: (listener: () => void): void => {
      rebuilt.push(listener);
      // Damage that was found at once was mended before anybody could listen.
      if (wasRebuilt) listener();
    },
    close: async (ending: Ending): Promise<void> => {
      ending('the recordings');
      await recordings.close();
      ending('the stores');
      await stores.close();
    },
  };
}

export type Keeping = Awaited<ReturnType<typeof openKeeping>>;
