import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { createThreads } from '../../../src/main/platform/threads.ts';
import { createFinaliser } from '../../../src/main/recordings/finaliser.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';
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
