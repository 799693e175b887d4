/**
 * A process that records until it is killed: `recording-child.ts FOLDER WEBM CHUNKS`. Says `stored N` once chunk N is on the disk.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../../src/main/platform/clock.ts';
import { createThreads } from '../../../../src/main/platform/threads.ts';
import { createRecordings } from '../../../../src/main/recordings/recordings.ts';
import { openStores } from '../../../../src/main/store/open-stores.ts';
import { builtEntry } from '../../../entries/built-entry.ts';

const [, , folder = '', file = '', count = ''] = process.argv;
const ignore = (): void => undefined;
const log = { info: ignore, warn: ignore, error: ignore };
const clock = { now: Date.now };
const threads = createThreads(systemClock);

const { ledger } = await openStores({
  directory: folder,
  cacheWorker: builtEntry('cache.worker'),
  ledgerWorker: builtEntry('ledger.worker'),
  threads,
  clock,
  log,
  onHealth: ignore,
});
const recordings = createRecordings({
  directory: join(folder, 'recordings'),
  ledger,
  finaliserWorker: builtEntry('finaliser.worker'),
  threads,
  clock,
  log,
  onChange: ignore,
  onReach: ignore,
});
const call = { contactId: 'anna', name: 'Anna', phone: null, agent: 'Bruno' };
await ledger.openCall({
  id: 'call',
  ...call,
  direction: 'user-initiated',
  kind: 'voice',
  startedAt: clock.now(),
  answeredAt: clock.now(),
  endedAt: null,
  outcome: null,
  reason: null,
});
await recordings.begin('call', { callId: 'call', ...call, startedAt: Date.UTC(2026, 10, 5) });
const webm = readFileSync(file);
const length = Math.ceil(webm.length / Number(count));
const peaks = { agent: Int8Array.of(-9, 9), contact: Int8Array.of(-5, 5) };
for (let n = 0; n * length < webm.length; n += 1) {
  const result = await recordings.append('call', n, webm.subarray(n * length, (n + 1) * length), peaks);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  process.stdout.write(`stored ${n}\n`);
}
const stopped = await recordings.stop('call', { chunks: Number(count) });
process.stdout.write(`stopped ${stopped.ok}\n`);
