import type { Clock } from '../../src/gateway/platform/clock.ts';

interface Entry {
  readonly due: number;
  readonly id: number;
  run: (() => void) | null;
}

const before = (one: Entry, other: Entry): boolean =>
  one.due < other.due || (one.due === other.due && one.id < other.id);

export interface FastClock extends Clock {
  advance(milliseconds: number): void;
  readonly pending: number;
}

/** Time moved by hand, for tests with a million timers: a binary heap, from which cleared timers are dropped when they fall due. */
export function fastClock(start = 1_800_000_000_000): FastClock {
  const heap: Entry[] = [];
  let now = start;
  let nextId = 0;
  let pending = 0;

  const swap = (one: number, other: number): void => {
    const kept = heap[one] as Entry;
    heap[one] = heap[other] as Entry;
    heap[other] = kept;
  };
  const push = (entry: Entry): void => {
    heap.push(entry);
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!before(heap[at] as Entry, heap[parent] as Entry)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const pop = (): Entry => {
    const first = heap[0] as Entry;
    const last = heap.pop() as Entry;
    if (heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && before(heap[child] as Entry, heap[least] as Entry)) least = child;
      if (least === at) return first;
      swap(at, least);
      at = least;
    }
  };

  return {
    now: () => now,
    monotonic: () => now,
    setTimeout: (run, milliseconds) => {
      const entry: Entry = { due: now + milliseconds, id: nextId++, run };
      push(entry);
      pending += 1;
      return entry;
    },
    clearTimeout: (timer) => {
      const entry = timer as Entry | undefined;
      if (entry === undefined || entry.run === null) return;
      entry.run = null;
      pending -= 1;
    },
    advance: (milliseconds) => {
      const until = now + milliseconds;
      while (heap[0] !== undefined && heap[0].due <= until) {
        const entry = pop();
        const { run } = entry;
        if (run === null) continue;
        entry.run = null;
        pending -= 1;
        now = entry.due;
        run();
      }
      now = until;
    },
    get pending() {
      return pending;
    },
  };
}
