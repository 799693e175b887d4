import type { Clock } from '../platform/clock.ts';

/** A token bucket: `burst` at once, `perSecond` in the long run. */
export class RateLimit {
  private readonly clock: Clock;
  private readonly burst: number;
  private readonly perSecond: number;
  private tokens: number;
  private at: number;

  constructor(clock: Clock, burst: number, perSecond: number) {
    this.clock = clock;
    this.burst = burst;
    this.perSecond = perSecond;
    this.tokens = burst;
    this.at = clock.now();
  }

  /** false: too fast. A clock that is set back refills nothing. */
  take(cost: number): boolean {
    const now = this.clock.now();
    const elapsed = Math.max(0, now - this.at);
    this.at = now;
    this.tokens = Math.min(this.burst, this.tokens + (elapsed / 1000) * this.perSecond);
    if (this.tokens < cost) return false;
    this.tokens -= cost;
    return true;
  }
}
