import type { Clock } from '../../src/main/platform/clock.ts';

export interface ManualClock extends Clock {
  /** Lets time pass, firing what falls due in order. */
  advance(milliseconds: number): void;
  /** Somebody sets the wall clock; nothing fires. */
  setWall(now: number): void;
  /** The process stood still for so long: all that fell due fires once, now. */
  readonly pending: number;
}

/** A clock that a test moves by hand. */
export function manualClock(start = 1_800_000_000_000): ManualClock {
  let wall = start;
  let elapsed = 0;
  let nextId = 1;
  const timers = new Map<number, { readonly due: number; readonly run: () => void }>();
  const earliest = (until: number) =>
    [...timers.entries()].filter(([, { due }]) => due <= until).sort(([a, x], [b, y]) => x.due - y.due || a - b)[0];
  return {
    now: () => wall,
    monotonic: () => elapsed,
    sinceBoot: () => elapsed,
    after: (milliseconds, run) => {
      const id = nextId++;
      timers.set(id, { due: elapsed + milliseconds, run });
      return () => {
        timers.delete(id);
      };
    },
    advance: (milliseconds) => {
      const until = elapsed + milliseconds;
      for (let next = earliest(until); next !== undefined; next = earliest(until)) {
        const [id, timer] = next;
        timers.delete(id);
        const step = Math.max(0, timer.due - elapsed);
        elapsed += step;
        wall += step;
        timer.run();
      }
      wall += until - elapsed;
      elapsed = until;
    },
    setWall: (now) => {
      wall = now;
    },
    get pending() {
      return timers.size;
    },
  };
}
