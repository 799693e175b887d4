import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimulatedClock } from 'xstate';
import { fail, ok, type Result } from '#shared/result.ts';
import type { JournalEntry } from '../../../src/main/queue/journal-entry.ts';
import type { QueueBatch } from '../../../src/main/queue/ports.ts';
import { createPublisher, defaultPublisherLimits } from '../../../src/main/queue/publisher.ts';
import { afterOn } from './harness.ts';

const entry = (id: string): JournalEntry => ({ type: 'update', callId: id, changes: { reason: id } });
const idOf = (one: JournalEntry): string => (one.type === 'update' ? one.callId : '');

let revision = 0;
/** A change; its `wrapUpUntil` tells it apart. */
function batch(...ids: string[]): QueueBatch {
  revision += 1;
  return {
    entries: ids.map(entry),
    notices: [],
    views: { calls: [], presence: 'available', wrapUpUntil: revision, ringing: true },
  };
}

/** Lets promises settle. */
async function turn(): Promise<void> {
  for (let index = 0; index < 10; index += 1) await Promise.resolve();
}

/** A journal whose writes the test lets succeed or fail, one by one. */
function createBench(limits = defaultPublisherLimits) {
  const clock = new SimulatedClock();
  const published: (number | null)[] = [];
  const problems: boolean[] = [];
  const logged: string[] = [];
  const writes: { ids: string[]; end: (result: Result<null> | Error) => void }[] = [];
  const log = (text: string): void => void logged.push(text);
  const publisher = createPublisher(
    {
      journal: {
        write: (entries) =>
          new Promise((resolve, reject) => {
            writes.push({
              ids: entries.map(idOf),
              end: (result) => (result instanceof Error ? reject(result) : resolve(result)),
            });
          }),
      },
      publish: ({ views }) => void published.push(views.wrapUpUntil),
      onStorageProblem: (isThere) => void problems.push(isThere),
      clock: { after: afterOn(clock) },
      log: { info: log, warn: log, error: log },
    },
    limits,
  );
  return {
    publisher,
    clock,
    published,
    problems,
    logged,
    writes,
    async end(result: Result<null> | Error = ok(null)) {
      writes.at(-1)?.end(result);
      await turn();
    },
  };
}

describe('the publisher', () => {
  it('publishes at once what leaves nothing to keep', () => {
    const { publisher, published } = createBench();
    const change = batch();
    publisher.accept(change);
    expect(published).toEqual([change.views.wrapUpUntil]);
  });

  it('publishes only after the journal has it, and later changes not before earlier ones', async () => {
    const bench = createBench();
    const changes = [batch('a'), batch(), batch('b')];
    for (const change of changes) bench.publisher.accept(change);
    expect(bench.published).toEqual([]);
    expect(bench.writes.map(({ ids }) => ids)).toEqual([['a']]);
    await bench.end();
    expect(bench.published).toEqual(changes.slice(0, 2).map(({ views }) => views.wrapUpUntil));
    expect(bench.writes.map(({ ids }) => ids)).toEqual([['a'], ['b']]);
    await bench.end();
    expect(bench.published).toEqual(changes.map(({ views }) => views.wrapUpUntil));
    expect(bench.problems).toEqual([]);
  });

  it('gathers what comes while it writes, up to a limit', async () => {
    const bench = createBench({ ...defaultPublisherLimits, largestWrite: 3 });
    for (const id of ['a', 'b', 'c', 'd', 'e']) bench.publisher.accept(batch(id));
    await bench.end();
    await bench.end();
    expect(bench.writes.map(({ ids }) => ids)).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
  });

  it.each([fail('disk-full'), fail('storage'), new Error('worker gone')])(
    'repeats a failed write with back-off: %o',
    async (fault) => {
      const bench = createBench();
      bench.publisher.accept(batch('a'));
      await bench.end(fault);
      expect(bench.problems).toEqual([true]);
      bench.publisher.accept(batch('b'));
      for (const waitMs of [100, 200, 400]) {
        const before = bench.writes.length;
        bench.clock.increment(waitMs - 1);
        await turn();
        expect(bench.writes).toHaveLength(before);
        bench.clock.increment(1);
        await turn();
        expect(bench.writes.at(-1)?.ids).toEqual(['a', 'b']);
        await bench.end(fault);
      }
      bench.clock.increment(800);
      await turn();
      await bench.end();
      expect(bench.problems).toEqual([true, false]);
      expect(await bench.publisher.flush(0)).toBe(true);
    },
  );

  it('tells the ui after a bounded wait when the journal hangs, once and in order', async () => {
    const bench = createBench();
    const changes = [batch('a'), batch(), batch('b')];
    for (const change of changes) bench.publisher.accept(change);
    bench.clock.increment(249);
    expect(bench.published).toEqual([]);
    bench.clock.increment(1);
    expect(bench.published).toEqual(changes.map(({ views }) => views.wrapUpUntil));
    expect(bench.problems).toEqual([]);
    bench.clock.increment(5_000);
    expect(bench.problems).toEqual([true]);
    await bench.end();
    await bench.end();
    expect(bench.published).toHaveLength(3);
    expect(bench.problems).toEqual([true, false]);
  });

  it('lets one impossible entry spoil no others', async () => {
    const bench = createBench();
    bench.publisher.accept(batch('a', 'bad', 'c'));
    await bench.end(fail('invalid'));
    expect(bench.writes.map(({ ids }) => ids)).toEqual([['a', 'bad', 'c'], ['a']]);
    await bench.end();
    await bench.end(fail('invalid'));
    await bench.end();
    expect(bench.writes.map(({ ids }) => ids)).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
    expect(bench.published).toHaveLength(1);
    expect(bench.logged).toContain('the journal can never keep this');
    expect(bench.problems).toEqual([]);
  });

  it('goes back to large writes once the impossible entry is behind it', async () => {
    const bench = createBench();
    bench.publisher.accept(batch('a', 'bad', 'c'));
    bench.publisher.accept(batch('d', 'e'));
    await bench.end(fail('invalid'));
    await bench.end();
    await bench.end(fail('invalid'));
    await bench.end();
    expect(bench.writes.map(({ ids }) => ids).slice(1)).toEqual([['a'], ['bad'], ['c'], ['d', 'e']]);
  });

  it('flushes: true when all is kept, false when time is up', async () => {
    const bench = createBench();
    expect(await bench.publisher.flush(0)).toBe(true);
    bench.publisher.accept(batch('a'));
    const kept = bench.publisher.flush(1_000);
    await bench.end();
    expect(await kept).toBe(true);
    bench.publisher.accept(batch('b'));
    const late = bench.publisher.flush(1_000);
    bench.clock.increment(1_000);
    expect(await late).toBe(false);
  });

  it('goes on when a listener throws', async () => {
    const clock = new SimulatedClock();
    const logged: string[] = [];
    const log = (text: string): void => void logged.push(text);
    const publisher = createPublisher({
      journal: { write: async () => ok(null) },
      publish: () => {
        throw new Error('window gone');
      },
      onStorageProblem: () => {},
      clock: { after: afterOn(clock) },
      log: { info: log, warn: log, error: log },
    });
    publisher.accept(batch());
    publisher.accept(batch('a'));
    expect(await publisher.flush(1_000)).toBe(true);
    expect(logged).toEqual(['publishing threw', 'publishing threw']);
  });

  it('keeps every entry once and in order, and publishes every change once and in order, whatever fails', async () => {
    const action = fc.oneof(
      fc.record({ accept: fc.nat(3) }),
      fc.record({ end: fc.constantFrom('ok', 'storage', 'throw') }),
      fc.record({ wait: fc.constantFrom(1, 100, 250, 5_000, 10_000) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
        const bench = createBench({ ...defaultPublisherLimits, largestWrite: 4 });
        const accepted: QueueBatch[] = [];
        const kept: string[] = [];
        const end = async (how: string): Promise<void> => {
          const write = bench.writes.at(-1);
          if (write === undefined || write.ids.length === 0) return;
          if (how === 'ok') kept.push(...write.ids);
          const { ids } = write;
          write.ids = [];
          write.end(how === 'throw' ? new Error('no') : how === 'ok' ? ok(null) : fail('storage', ids.join()));
          await turn();
        };
        for (const todo of actions) {
          if ('accept' in todo) {
            const change = batch(...Array.from({ length: todo.accept }, (_, index) => `${accepted.length}.${index}`));
            accepted.push(change);
            bench.publisher.accept(change);
          } else if ('end' in todo) await end(todo.end);
          else bench.clock.increment(todo.wait);
          await turn();
        }
        const all = accepted.flatMap(({ entries }) => entries.map(idOf));
        while (kept.length < all.length) {
          await end('ok');
          bench.clock.increment(10_000);
          await turn();
        }
        expect(kept).toEqual(all);
        expect(bench.published).toEqual(accepted.map(({ views }) => views.wrapUpUntil));
      }),
    );
  });
});
