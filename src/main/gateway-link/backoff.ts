/**
 * Milliseconds before the first, second… try in a row; the last one is used from there on. Most cuts are short: for the first half minute
 * there is a try at least every two seconds.
 */
const delays: readonly number[] = [0, 200, 400, 800, ...Array.from({ length: 18 }, () => 1500), 3000, 6000, 10_000];

/** All desktops of a team lose a gateway at the same instant; without this they would all come back at the same instant. */
const firstSpreadMs = 150;
const spread = 0.25;

export interface Backoff {
  /** How long to wait before the next try. */
  next(): number;
  reset(): void;
}

/** @param random 0…1, as `Math.random` */
export function createBackoff(random: () => number): Backoff {
  let tries = 0;
  return {
    next: () => {
      const delay = delays[Math.min(tries, delays.length - 1)] ?? 0;
      tries += 1;
      if (delay === 0) return Math.round(random() * firstSpreadMs);
      return Math.round(delay * (1 - spread + 2 * spread * random()));
    },
    reset: () => {
      tries = 0;
    },
  };
}
