import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { createThreads, type Threads } from '../../../src/main/platform/threads.ts';
import { createFinaliser } from '../../../src/main/recordings/finaliser.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';
import { workers } from '../store/support/stores.ts';
import { temporaryFolder } from '../store/support/temporary.ts';
import { stuckThread } from '../support/stuck-thread.ts';

it('stops also where its thread hangs: what was asked for is to be tried again', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'recording.webm');
  writeFileSync(file, 'sound');
  const { entry, isStuck } = stuckThread(folder);
  const clock = manualClock();
  const threads = createThreads(clock);
  const start = vi.spyOn(threads, 'start');
  const finaliser = createFinaliser(entry, threads, memoryLog());
  const [finished, next] = [finaliser.finalise(file), finaliser.finalise(file)];
  await vi.waitFor(() => expect(isStuck()).toBe(true));

  const stopping = finaliser.stop();
  clock.advance(1_000);
  await stopping;
  expect(await finished).toBe('unavailable');
  expect(await next).toBe('unavailable');
  expect(start).toHaveBeenCalledOnce();
});

it('has one thread at a time, the next one when the one before has ended', async () => {
  const folder = temporaryFolder();
  const files = ['one', 'two', 'three'].map((name) => join(folder, name));
  for (const file of files) writeFileSync(file, 'no sound');
  const threads = createThreads(systemClock);
  let [alive, most] = [0, 0];
  const counting: Threads = {
    ...threads,
    start: (entry, options) => {
      alive += 1;
      most = Math.max(most, alive);
      return threads.start(entry, options).once('exit', () => {
        alive -= 1;
      });
    },
  };
  const finaliser = createFinaliser(workers.finaliserWorker, counting, memoryLog());
  const finished = await Promise.all(files.map((file) => finaliser.finalise(file)));
  expect(finished).toEqual(files.map(() => expect.objectContaining({ playable: false })));
  await finaliser.stop();
  expect({ alive, most }).toEqual({ alive: 0, most: 1 });
});
