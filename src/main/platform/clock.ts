import { uptime } from 'node:os';

/** Time as a module of main sees it, handed in so that tests decide when it passes. */
export interface Clock {
  /** Wall clock, milliseconds since 1970-01-01T00:00Z. May jump. */
  now(): number;
  /** Milliseconds since some start; only differences mean something. Never jumps; may stand still while the machine sleeps. */
  monotonic(): number;
  /** The same through sleep: how long something really took. As fine as a second. */
  sinceBoot(): number;
  /** Runs once after that many milliseconds. @returns cancels it; harmless afterwards */
  after(milliseconds: number, run: () => void): () => void;
}

/** A difference between the clocks that counts as a sleep, or as the wall clock being set. */
const noticedMs = 1_000;
/** So long at most the other clocks are trusted: a wall clock that was set back by just what it slept tells nothing. */
const trustedMs = 60_000;

/**
 * {@link Clock.sinceBoot}. The system is asked only where the computer may have slept: asking opens and reads a file on Linux, which takes
 * longer than a queue machine with its event. Otherwise what passed since is what the monotonic clock says.
 * @param read the clocks of the system, all in milliseconds
 */
export function bootClock(read: Pick<Clock, 'now' | 'monotonic' | 'sinceBoot'>): () => number {
  let last = { wall: Number.NEGATIVE_INFINITY, monotonic: Number.NEGATIVE_INFINITY, boot: 0 };
  return () => {
    const [wall, monotonic] = [read.now(), read.monotonic()];
    const passed = monotonic - last.monotonic;
    if (passed < trustedMs && Math.abs(wall - last.wall - passed) < noticedMs) return last.boot + passed;
    last = { wall, monotonic, boot: read.sinceBoot() };
    return last.boot;
  };
}

const system = {
  now: () => Date.now(),
  // Not `performance`, which Node would load for that, 2 ms before the first window.
  monotonic: () => {
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * 1_000 + nanoseconds / 1e6;
  },
  sinceBoot: () => uptime() * 1_000,
};

export const systemClock: Clock = {
  ...system,
  sinceBoot: bootClock(system),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};
