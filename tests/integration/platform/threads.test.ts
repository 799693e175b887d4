import { once } from 'node:events';
import { expect, it, vi } from 'vitest';
import { createThreads } from '../../../src/main/platform/threads.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { temporaryFolder } from '../store/support/temporary.ts';
import { stuckThread } from '../support/stuck-thread.ts';

const idle = new URL(
  'data:text/javascript,import { parentPort } from "node:worker_threads"; parentPort.on("message", () => undefined);',
);

it('waits for a thread until it has ended', async () => {
  const clock = manualClock();
  const threads = createThreads(clock);
  const thread = threads.start(idle, { name: 'idle' });
  await threads.end(thread);
  expect(clock.pending).toBe(0);
  await threads.end(thread);
  expect(await threads.left()).toEqual([]);
});

it('waits no longer than a second for one that hangs, and says which are left', async () => {
  const clock = manualClock();
  const threads = createThreads(clock);
  const { entry, isStuck, release } = stuckThread(temporaryFolder());
  const stuck = threads.start(entry, { name: 'stuck' });
  const other = threads.start(idle, { name: 'idle' });
  await vi.waitFor(() => expect(isStuck()).toBe(true));

  const ending = threads.end(stuck);
  clock.advance(1_000);
  await ending;
  const left = threads.left();
  await threads.end(other);
  clock.advance(1_000);
  expect(await left).toEqual(['stuck']);

  release();
  await once(stuck, 'exit');
  expect(await threads.left()).toEqual([]);
});
