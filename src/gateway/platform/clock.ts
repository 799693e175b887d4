/** A running timer of a {@link Clock}; opaque to its holder. */
export type Timer = unknown;

/** Time as the gateway sees it, handed in so that tests decide when it passes. */
export interface Clock {
  /** Wall clock, milliseconds since 1970-01-01T00:00Z. May jump. */
  now(): number;
  /** Milliseconds since some start; only differences mean something. Never jumps. */
  monotonic(): number;
  setTimeout(callback: () => void, milliseconds: number): Timer;
  /** Ignores timers that fired and `undefined`. */
  clearTimeout(timer: Timer): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimeout: (timer) => {
    clearTimeout(timer as NodeJS.Timeout | undefined);
  },
};
