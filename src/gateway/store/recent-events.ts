import type { LoggedEvent } from './rows.ts';

/** The newest events, kept in memory: with many agents connected each event is read from disk by none of them. */
export class RecentEvents {
  private readonly capacity: number;
  private events: LoggedEvent[] = [];

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  add(events: readonly LoggedEvent[]): void {
    this.events.push(...events);
    // Cut rarely: moving the whole array with each event would cost more than the events.
    if (this.events.length > this.capacity * 2) this.events = this.events.slice(-this.capacity);
  }

  /** Up to `limit` events after the cursor, without gaps; null where they are not all here. */
  after(cursor: number, limit: number): readonly LoggedEvent[] | null {
    const first = this.events[0]?.cursor;
    if (first === undefined || cursor + 1 < first) return null;
    const start = cursor + 1 - first;
    return this.events.slice(start, start + limit);
  }
}
