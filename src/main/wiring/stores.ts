import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
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
  /** Only now the ledger's thread is started: beside the window's processes every one more makes the window later. Repeating it is harmless. */
  readonly openLedger: () => void;
  /** Closes what was opened. */
  readonly close: () => Promise<void>;
}

/** Folder of the build → the entry of that thread. */
export const workerIn = (built: string, name: string): URL => pathToFileURL(join(built, 'main', `${name}.worker.js`));

/**
 * Lets the cache's thread open its file while Electron itself starts, which leaves a core idle; the first page of the inbox waits for it. The
 * ledger's follows.
 */
export function beginStores(options: {
  readonly userData: string;
  readonly built: string;
  readonly clock: Clock;
  readonly log: MainLog;
}): OpeningStores {
  const { userData, built, clock, log } = options;
  const untold: StoreHealth[] = [];
  let tell = (health: StoreHealth): void => void untold.push(health);
  let cacheOpened = (_cache: CacheStore): void => undefined;
  const cacheFirst = new Promise<CacheStore>((resolve) => {
    cacheOpened = resolve;
  });
  let openLedger = (): void => undefined;
  const ledgerAfter = new Promise<void>((resolve) => {
    openLedger = resolve;
  });
  const opened = openStores({
    directory: userData,
    cacheWorker: workerIn(built, 'cache'),
    ledgerWorker: workerIn(built, 'ledger'),
    clock,
    log,
    onHealth: (health) => tell(health),
    onCache: cacheOpened,
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
    openLedger,
    close: async () => {
      openLedger();
      await (await opened.catch(() => null))?.close();
    },
  };
}
