import type { Clock } from '../../src/gateway/platform/clock.ts';

export interface ManualGatewayClock extends Clock {
  /** Lets time pass, firing what falls due in order. */
  advance(milliseconds: number): void;
  /** Somebody sets the clock on the wall; no time passes. */
  setWall(now: number): void;
  readonly pending: number;
}

/** A gateway's clock that a test moves by hand. */
export function manualGatewayClock(start = 1_800_000_000_000): ManualGatewayClock {
  let now = start;
  /** Of the wall clock, before the one that never jumps. */
  let ahead = start - 5_000;
  let nextId = 1;
  const timers = new Map<number, { readonly due: number; readonly run: () => void }>();
  return {
    now: () => now,
    monotonic: () => now - ahead,
    setTimeout: (run, milliseconds) => {
      const id = nextId++;
      timers.set(id, { due: now - ahead + milliseconds, run });
      return id;
    },
    clearTimeout: (timer) => {
      timers.delete(timer as number);
    },
    advance: (milliseconds) => {
      const until = now - ahead + milliseconds;
      for (;;) {
        const next = [...timers]
          .filter(([, { due }]) => due <= until)
          .sort(([a, x], [b, y]) => x.due - y.due || a - b)[0];
        if (next === undefined) break;
        timers.delete(next[0]);
        now = Math.max(now, next[1].due + ahead);
        next[1].run();
      }
      now = until + ahead;
    },
    setWall: (to) => {
      ahead += to - now;
      now = to;
    },
    get pending() {
      return timers.size;
    },
  };
}
