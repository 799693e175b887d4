import type { Clock } from '../../../../src/gateway/platform/clock.ts';

export interface SimulatedClock extends Clock {
  /** Lets time pass; after each timer everything that waits for promises gets its turn. */
  pass(milliseconds: number): Promise<void>;
  /** A clock whose timers stop for good with the process that set them. */
  process(): Clock & { kill(): void };
  readonly pending: number;
}

/** Time that a test moves by hand. */
export function simulatedClock(start = 1_800_000_000_000): SimulatedClock {
  let now = start;
  let nextId = 1;
  const timers = new Map<number, { readonly due: number; readonly run: () => void }>();

  const earliest = (until: number) =>
    [...timers].filter(([, { due }]) => due <= until).sort(([a, one], [b, other]) => one.due - other.due || a - b)[0];

  const clock: SimulatedClock = {
    now: () => now,
    monotonic: () => now - start,
    setTimeout: (run, milliseconds) => {
      const id = nextId++;
      timers.set(id, { due: now + milliseconds, run });
      return id;
    },
    clearTimeout: (timer) => {
      timers.delete(timer as number);
    },
    pass: async (milliseconds) => {
      const until = now + milliseconds;
      await settled();
      for (let next = earliest(until); next !== undefined; next = earliest(until)) {
        const [id, { due, run }] = next;
        timers.delete(id);
        now = Math.max(now, due);
        run();
        await settled();
      }
      now = until;
    },
    process: () => {
      let alive = true;
      return {
        now: clock.now,
        monotonic: clock.monotonic,
        setTimeout: (run, milliseconds) =>
          clock.setTimeout(() => {
            if (alive) run();
          }, milliseconds),
        clearTimeout: clock.clearTimeout,
        kill: () => {
          alive = false;
        },
      };
    },
    get pending() {
      return timers.size;
    },
  };
  return clock;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
