import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyPaged,
  isComplete,
  type Order,
  type Paged,
  pageAsked,
  pageCame,
  pagedReset,
  pageFailed,
  rowsGone,
  rowsPushed,
} from '../../../src/renderer/ui/state/paged.ts';

interface Row {
  readonly id: string;
  readonly at: number;
  readonly text: string;
}

const order: Order<Row> = {
  keyOf: (row) => row.id,
  compare: (left, right) => right.at - left.at || (left.id < right.id ? 1 : -1),
};
const row = (id: string, at: number, text = ''): Row => ({ id, at, text });
const ids = (state: Paged<Row>): readonly string[] => state.rows.map(({ id }) => id);

const loaded = (rows: readonly Row[], next: string | null): Paged<Row> =>
  pageCame(pageAsked<Row>(emptyPaged), 0, { rows, next }, order);

describe('pages', () => {
  it('stand one below the other, each row once', () => {
    const first = loaded([row('c', 30), row('b', 20)], 'b');
    const both = pageCame(pageAsked(first), 0, { rows: [row('b', 20, 'again'), row('a', 10)], next: null }, order);
    expect(ids(both)).toEqual(['c', 'b', 'a']);
    expect(isComplete(both)).toBe(true);
    expect(isComplete(first)).toBe(false);
  });

  it('lose a row that is gone, also where a page that is on its way still has it', () => {
    const asked = pageAsked(loaded([row('c', 30), row('b', 20)], 'b'));
    const gone = rowsGone(asked, ['b', 'unknown'], order);
    expect(ids(gone)).toEqual(['c']);
    expect(ids(pageCame(gone, 0, { rows: [row('b', 20), row('a', 10)], next: null }, order))).toEqual(['c', 'a']);
    expect(rowsGone(asked, [], order)).toBe(asked);
  });

  it('keep what is shown when the next one fails, and say why', () => {
    const first = loaded([row('c', 30)], 'c');
    const failed = pageFailed(pageAsked(first), 0, { code: 'storage' });
    expect(ids(failed)).toEqual(['c']);
    expect(failed.failure).toEqual({ code: 'storage' });
    expect(pageAsked(failed).failure).toBeNull();
  });

  it('asked for before a reset are dropped, whatever they answer', () => {
    const first = loaded([row('c', 30)], 'c');
    const reset = pageAsked(pagedReset(pageAsked(first)));
    expect(pageCame(reset, 0, { rows: [row('x', 99)], next: null }, order)).toBe(reset);
    expect(pageFailed(reset, 0, { code: 'storage' })).toBe(reset);
  });

  it('after a reset replace what was shown, which stays until then', () => {
    const reset = pagedReset(loaded([row('c', 30), row('gone', 25)], null));
    expect(ids(reset)).toEqual(['c', 'gone']);
    const fresh = pageCame(pageAsked(reset), 1, { rows: [row('c', 30)], next: null }, order);
    expect(ids(fresh)).toEqual(['c']);
  });
});

describe('pushes', () => {
  it('move a row that got newer to its new place', () => {
    const state = rowsPushed(loaded([row('c', 30), row('b', 20), row('a', 10)], null), [row('a', 40, 'new')], order);
    expect(ids(state)).toEqual(['a', 'c', 'b']);
    expect(state.rows[0]?.text).toBe('new');
  });

  it('leave a row that belongs further down to its page', () => {
    const state = rowsPushed(loaded([row('c', 30), row('b', 20)], 'b'), [row('old', 5)], order);
    expect(ids(state)).toEqual(['c', 'b']);
  });

  it('are newer than a page that was on its way meanwhile', () => {
    const asked = pageAsked(loaded([row('c', 30)], 'c'));
    const pushed = rowsPushed(asked, [row('b', 20, 'pushed')], order);
    const both = pageCame(pushed, 0, { rows: [row('b', 20, 'page'), row('a', 10)], next: null }, order);
    expect(both.rows).toEqual([row('c', 30), row('b', 20, 'pushed'), row('a', 10)]);
  });

  it('before the first page are not lost', () => {
    const pushed = rowsPushed(pageAsked<Row>(emptyPaged), [row('new', 50)], order);
    const state = pageCame(pushed, 0, { rows: [row('c', 30), row('b', 20)], next: 'b' }, order);
    expect(ids(state)).toEqual(['new', 'c', 'b']);
  });

  it('take away what a filter no longer lets in, also from a page on its way', () => {
    const isShort = (candidate: Row) => candidate.text.length < 3;
    const asked = pageAsked(loaded([row('c', 30)], 'c'));
    const pushed = rowsPushed(asked, [row('c', 30, 'long'), row('b', 20, 'long')], order, isShort);
    expect(ids(pushed)).toEqual([]);
    const state = pageCame(pushed, 0, { rows: [row('b', 20), row('a', 10)], next: null }, order);
    expect(ids(state)).toEqual(['a']);
  });

  it('find their place above the last page, also where its lowest row has moved up meanwhile', () => {
    const moved = rowsPushed(loaded([row('c', 30), row('b', 20), row('a', 10)], 'a'), [row('a', 40)], order);
    const pushed = rowsPushed(moved, [row('new', 15), row('old', 5)], order);
    expect(ids(pushed)).toEqual(['a', 'c', 'b', 'new']);
  });

  it('of nothing change nothing', () => {
    const state = loaded([row('c', 30)], null);
    expect(rowsPushed(state, [], order)).toBe(state);
  });
});

describe('a list paged to its end', () => {
  // A server whose rows change while the list is paged; every change is pushed, as main does.
  const steps = fc.array(
    fc.oneof(
      fc.record({ do: fc.constant('ask' as const) }),
      fc.record({ do: fc.constant('answer' as const) }),
      fc.record({ do: fc.constant('change' as const), id: fc.integer({ min: 0, max: 14 }), at: fc.nat(1000) }),
    ),
    { maxLength: 60 },
  );

  it('shows what the server has, in its order, each row once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 0, maxLength: 15 }), steps, (starts, sequence) => {
        const server = new Map(starts.map((at, index) => [`r${index}`, row(`r${index}`, at)]));
        const pageSize = 4;
        // Position, not number of rows, as a keyset cursor is.
        const page = (before: string | null) => {
          const [at, id] = before === null ? [Number.POSITIVE_INFINITY, ''] : (JSON.parse(before) as [number, string]);
          const below = [...server.values()]
            .sort(order.compare)
            .filter((candidate) => before === null || order.compare(candidate, row(id, at)) > 0);
          const rows = below.slice(0, pageSize);
          const last = rows.at(-1);
          return { rows, next: below.length > pageSize && last ? JSON.stringify([last.at, last.id]) : null };
        };
        let state: Paged<Row> = emptyPaged;
        let answer: ReturnType<typeof page> | null = null;
        const ask = (): void => {
          if (state.loading || isComplete(state)) return;
          answer = page(state.next);
          state = pageAsked(state);
        };
        const deliver = (): void => {
          if (answer === null) return;
          state = pageCame(state, state.generation, answer, order);
          answer = null;
        };
        let text = 0;
        for (const step of sequence) {
          if (step.do === 'ask') ask();
          else if (step.do === 'answer') deliver();
          else {
            // Conversations and calls only ever get newer.
            const before = server.get(`r${step.id}`);
            text += 1;
            const changed = row(`r${step.id}`, Math.max(before?.at ?? 0, step.at), String(text));
            server.set(changed.id, changed);
            state = rowsPushed(state, [changed], order);
          }
        }
        for (let rounds = 0; rounds < 30 && !isComplete(state); rounds += 1) {
          ask();
          deliver();
        }
        expect(state.rows).toEqual([...server.values()].sort(order.compare));
      }),
    );
  });
});
