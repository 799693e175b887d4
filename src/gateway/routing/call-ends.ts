import type { Clock } from '../platform/clock.ts';

/** How long the end of a call that is not known waits for its beginning. */
const rememberEndMs = 60_000;

/** A disk that takes nothing must not fill the memory. */
const mostUnwritten = 10_000;

/** Ends of calls that the books do not have: those that were told before their beginning, and those that are still on their way to the disk. */
export class CallEnds {
  private readonly clock: Clock;
  private readonly isWritten: (callId: string) => boolean;
  /** And when each was told: providers keep no order. */
  private readonly early = new Map<string, number>();
  /** In the order of their ends, which is that of the disk. */
  private readonly unwritten = new Set<string>();

  constructor(clock: Clock, isWritten: (callId: string) => boolean) {
    this.clock = clock;
    this.isWritten = isWritten;
  }

  /** It ended here. */
  add(callId: string): void {
    for (const id of this.unwritten) {
      if (!this.isWritten(id) && this.unwritten.size < mostUnwritten) break;
      this.unwritten.delete(id);
    }
    this.unwritten.add(callId);
  }

  has(callId: string): boolean {
    return this.unwritten.has(callId) || this.isWritten(callId);
  }

  /** The provider says that a call is over that does not go on here. */
  told(callId: string): void {
    if (this.has(callId)) return;
    const now = this.clock.monotonic();
    for (const [id, at] of this.early) if (now - at > rememberEndMs) this.early.delete(id);
    this.early.set(callId, now);
  }

  /** Whether its end was told before its beginning, which is told now. */
  takeEarly(callId: string): boolean {
    return this.early.delete(callId);
  }
}
