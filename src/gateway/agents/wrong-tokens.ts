import type { Clock } from '../platform/clock.ts';

/** Somebody mistypes, or a desktop has an old token. */
const atOnce = 3;
const firstDelayMs = 250;
const longestDelayMs = 4_000;
/** So long after its last wrong token an address is trusted again. */
const rememberedMs = 60_000;
const addresses = 10_000;

interface Failures {
  readonly count: number;
  readonly at: number;
}

/**
 * How long the answer to a wrong token waits: longer with each from the same address. A right one never waits, so whoever guesses from
 * an address that others share, this computer's among them, locks nobody out.
 */
export class WrongTokens {
  private readonly clock: Clock;
  /** Oldest failure first. */
  private readonly failures = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Notes a wrong token. @returns milliseconds */
  delay(address: string): number {
    const now = this.clock.monotonic();
    const before = this.failures.get(address);
    const count = before === undefined || now - before.at >= rememberedMs ? 1 : before.count + 1;
    this.failures.delete(address);
    this.failures.set(address, { count, at: now });
    const [first] = this.failures.size > addresses ? this.failures.keys() : [];
    if (first !== undefined) this.failures.delete(first);
    return count <= atOnce ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** (count - atOnce - 1));
  }
}
