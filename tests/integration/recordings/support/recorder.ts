import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RecordingRow } from '#shared/contracts/records.ts';
import { systemClock } from '../../../../src/main/platform/clock.ts';
import { createThreads } from '../../../../src/main/platform/threads.ts';
import { createRecordings, type Recordings } from '../../../../src/main/recordings/recordings.ts';
import type { RecordedCall } from '../../../../src/main/recordings/start-recording.ts';
import type { LedgerStore } from '../../../../src/main/store/ledger-store.ts';
import { type LogLine, recordingLog, workers } from '../../store/support/stores.ts';

export const november = Date.UTC(2026, 10, 5, 10);

export const recordedCall = (callId: string): RecordedCall => ({
  callId,
  contactId: 'anna',
  name: 'Anna Bianchi',
  phone: '+393331234567',
  agent: 'Bruno',
  startedAt: november,
});

export const somePeaks = { agent: Int8Array.of(-9, 9), contact: Int8Array.of(-5, 5) };

export interface OpenedRecordings extends Recordings {
  readonly directory: string;
  readonly changes: readonly RecordingRow[];
  readonly reached: readonly boolean[];
  readonly lines: readonly LogLine[];
}

export function openedRecordings(
  folder: string,
  ledger: LedgerStore,
  options: { readonly finaliserWorker?: URL; readonly directory?: string } = {},
): OpenedRecordings {
  const directory = options.directory ?? join(folder, 'recordings');
  const reached: boolean[] = [];
  const changes: RecordingRow[] = [];
  const { log, lines } = recordingLog();
  const recordings = createRecordings({
    directory,
    ledger,
    finaliserWorker: options.finaliserWorker ?? workers.finaliserWorker,
    threads: createThreads(systemClock),
    clock: { now: Date.now },
    log,
    onChange: (rows) => changes.push(...rows),
    onReach: (reachable) => reached.push(reachable),
  });
  onTestFinished(() => recordings.close());
  return { ...recordings, directory, changes, reached, lines };
}

/** Cuts a recording into chunks as a recorder hands them over: anywhere. */
export function chunksOf(webm: Buffer, count: number): readonly Buffer[] {
  const length = Math.ceil(webm.length / count);
  return Array.from({ length: count }, (_, index) => webm.subarray(index * length, (index + 1) * length));
}

export async function record(recordings: Recordings, id: string, webm: Buffer, chunks = 10): Promise<void> {
  const results = await Promise.all(
    chunksOf(webm, chunks).map((chunk, sequence) => recordings.append(id, sequence, chunk, somePeaks)),
  );
  const failed = results.find((result) => !result.ok);
  if (failed !== undefined) throw new Error(JSON.stringify(failed));
}
