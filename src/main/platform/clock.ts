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

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sinceBoot: () => uptime() * 1_000,
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};
