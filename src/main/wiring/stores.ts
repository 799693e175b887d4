import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConversationRow, Page } from '#shared/contracts/records.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { Threads } from '../platform/threads.ts';
import type { CacheStore } from '../store/cache-store.ts';
import { openStores, type Stores } from '../store/open-stores.ts';
import type { StoreHealth } from '../store/store-health.ts';

export interface OpeningStores {
  /** Rejects with a {@link StoreError} where the stores cannot be used. */
  readonly opened: Promise<Stores>;
  /** Rejects like {@link opened}, and never resolves. */
  readonly failed: Promise<never>;
  /** There before the ledger is; rejects like {@link opened}. */
  readonly cache: Promise<CacheStore>;
  /** What the stores tell about themselves, also what they told before. */
  readonly onHealth: (listener: (health: StoreHealth) => void) => void;
  /** The top of the inbox from the cache's file, before its thread is started; null where only the thread can tell. */
  readonly firstPage: (limit: number) => Promise<Page<ConversationRow> | null>;
  /** Only now the threads are started: beside the window's processes every one makes the window later. Repeating it is harmless. */
  readonly openCache: () => void;
  readonly openLedger: () => void;
  /** Closes what was opened. */
  readonly close: () => Promise<void>;
}

/** Folder of the build → the entry of that thread. */
export const workerIn = (built: string, name: string): URL => pathToFileURL(join(built, 'main', `${name}.worker.js`));

/** The stores, whose threads are started when the window says so. */
export function beginStores(options: {
  readonly userData: string;
  readonly built: string;
  readonly threads: Threads;
  readonly clock: Clock;
  readonly log: MainLog;
}): OpeningStores {
  const { userData, built, threads, clock, log } = options;
  const untold: StoreHealth[] = [];
  let tell = (health: StoreHealth): void => void untold.push(health);
  let cacheOpened = (_cache: CacheStore): void => undefined;
  const cacheFirst = new Promise<CacheStore>((resolve) => {
    cacheOpened = resolve;
  });
  let openCache = (): void => undefined;
  const cacheAfter = new Promise<void>((resolve) => {
    openCache = resolve;
  });
  let openLedger = (): void => undefined;
  const ledgerAfter = new Promise<void>((resolve) => {
    openLedger = resolve;
  });
  const opened = openStores({
    directory: userData,
    cacheWorker: workerIn(built, 'cache'),
    ledgerWorker: workerIn(built, 'ledger'),
    threads,
    clock,
    log,
    onHealth: (health) => tell(health),
    onCache: cacheOpened,
    cacheAfter,
    ledgerAfter,
  });
  const cache = Promise.race([cacheFirst, opened.then((stores) => stores.cache)]);
  const failed = opened.then(() => new Promise<never>(() => undefined));
  // Told to whoever waits for them.
  opened.catch(() => undefined);
  cache.catch(() => undefined);
  failed.catch(() => undefined);
  return {
    opened,
    failed,
    cache,
    onHealth: (listener) => {
      tell = listener;
      for (const health of untold.splice(0)) listener(health);
    },
    firstPage: async (limit) => {
      // Brings SQLite into main, which is used here only.
      const { readFirstPage } = await import('../store/cache/first-page.ts');
      return readFirstPage(join(userData, 'cache.sqlite'), limit);
    },
    openCache,
    openLedger,
    close: async () => {
      openCache();
      openLedger();
      await (await opened.catch(() => null))?.close();
    },
  };
}
