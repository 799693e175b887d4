import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import { openStores, type Stores } from '../store/open-stores.ts';
import type { StoreHealth } from '../store/store-health.ts';

export interface OpeningStores {
  /** Rejects with a {@link StoreError} where the stores cannot be used. */
  readonly opened: Promise<Stores>;
  /** What the stores tell about themselves, also what they told before. */
  readonly onHealth: (listener: (health: StoreHealth) => void) => void;
}

/** Folder of the build → the entry of that thread. */
export const workerIn = (built: string, name: string): URL => pathToFileURL(join(built, 'main', `${name}.worker.js`));

/** Lets the stores' threads open their files while the window's processes start; the first page of the inbox waits for them. */
export function beginStores(options: {
  readonly userData: string;
  readonly built: string;
  readonly clock: Clock;
  readonly log: MainLog;
}): OpeningStores {
  const { userData, built, clock, log } = options;
  const untold: StoreHealth[] = [];
  let tell = (health: StoreHealth): void => void untold.push(health);
  const opened = openStores({
    directory: userData,
    cacheWorker: workerIn(built, 'cache'),
    ledgerWorker: workerIn(built, 'ledger'),
    clock,
    log,
    onHealth: (health) => tell(health),
  });
  // Told to whoever waits for them.
  opened.catch(() => undefined);
  return {
    opened,
    onHealth: (listener) => {
      tell = listener;
      for (const health of untold.splice(0)) listener(health);
    },
  };
}
