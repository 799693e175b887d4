import { type Clock, systemClock, type Timer } from '../../../src/gateway/platform/clock.ts';

export interface StageClock extends Clock {
  /** So many milliseconds pass at once: what falls due in them fires, in order. */
  pass(milliseconds: number): void;
}

interface Waiting {
  readonly due: number;
  readonly run: () => void;
  timer: Timer;
}

/** Time as it passes, `behindMs` late at the beginning, that can be hurried on. */
export function stageClock(behindMs: number): StageClock {
  let hurried = 0;
  const waiting = new Set<Waiting>();
  const monotonic = (): number => systemClock.monotonic() + hurried;
  const arm = (each: Waiting): void => {
    const fire = (): void => {
      if (waiting.delete(each)) each.run();
    };
    each.timer = systemClock.setTimeout(fire, Math.max(0, each.due - monotonic()));
  };
  return {
    now: () => systemClock.now() - behindMs + hurried,
    monotonic,
    setTimeout: (run, milliseconds) => {
      const each: Waiting = { due: monotonic() + milliseconds, run, timer: undefined };
      waiting.add(each);
      arm(each);
      return each;
    },
    clearTimeout: (timer) => {
      const each = timer as Waiting | undefined;
      if (each !== undefined && waiting.delete(each)) systemClock.clearTimeout(each.timer);
    },
    pass: (milliseconds) => {
      hurried += milliseconds;
      for (const each of [...waiting].sort((one, other) => one.due - other.due)) {
        systemClock.clearTimeout(each.timer);
        if (waiting.has(each)) arm(each);
      }
    },
  };
}
