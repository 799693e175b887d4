import type { ErrorCode } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';

/** How a round of deliveries ended. */
export type Round =
  /** Nothing waits any more. */
  | 'done'
  /** There is no connection; whoever has it back flushes. */
  | 'offline'
  /** Something could not be taken now and is to be offered again. */
  | 'later';

export interface Courier {
  /** Delivers what waits; also to be called when the gateway is reachable again. Resolves when the round is over. Never rejects. */
  flush(): Promise<void>;
}

const firstWaitMs = 2_000;
const longestWaitMs = 60_000;

/**
 * Delivers what waits in the ledger, one round at a time. What is asked for during a round is not forgotten; what the gateway could not take is
 * offered again by itself, ever more slowly, although the connection stays up.
 * @param round offers everything that waits, oldest first; never rejects
 */
export function createCourier(round: () => Promise<Round>, clock: Pick<Clock, 'after'>): Courier {
  let running: Promise<void> | null = null;
  let again = false;
  let waitMs = firstWaitMs;
  let cancelRetry = (): void => undefined;

  async function run(): Promise<void> {
    cancelRetry();
    let ended: Round;
    do {
      again = false;
      ended = await round();
    } while (again);
    if (ended !== 'later') {
      waitMs = firstWaitMs;
      return;
    }
    cancelRetry = clock.after(waitMs, () => void flush());
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  }

  function flush(): Promise<void> {
    again = true;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  }

  return { flush };
}

/**
 * What the gateway's refusal means for what was offered: `never`: it will not be taken. `later`: neither this nor anything else now.
 * `held`: not this one now, but perhaps what belongs to others.
 */
export function judgeRefusal(code: ErrorCode): 'never' | 'offline' | 'later' | 'held' {
  switch (code) {
    case 'offline':
      return 'offline';
    case 'timeout':
    case 'storage':
    case 'disk-full':
    case 'busy':
      return 'later';
    case 'internal':
      return 'held';
    default:
      return 'never';
  }
}
