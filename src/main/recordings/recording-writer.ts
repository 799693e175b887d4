/**
 * Writes one recording as it grows: chunks in order, each once, each on the disk before its promise resolves. Several chunks that arrive
 * while the disk is busy share one sync.
 */
import { type FileHandle, open } from 'node:fs/promises';
import type { MainLog } from '../platform/log-port.ts';
import { classify } from '../store/store-error.ts';
import { encodePeaks, encodePeaksHeader, type PeakPairs } from './peaks-file.ts';

export type AppendOutcome =
  | { readonly stored: true }
  /** The chunk with the number `expected` has to come first. Nothing was written. */
  | { readonly stored: false; readonly reason: 'gap'; readonly expected: number }
  /** Told once, by the chunk that met it; what was written before stays. */
  | { readonly stored: false; readonly reason: 'disk-full' | 'storage'; readonly detail: string }
  | { readonly stored: false; readonly reason: 'closed' };

export interface RecordingWriter {
  /** Bytes of sound written so far. */
  bytes(): number;
  /** How many chunks were taken. */
  chunks(): number;
  /** What ended the writing before its time; null: nothing did. */
  problem(): 'disk-full' | 'storage' | null;
  append(sequence: number, data: Uint8Array, peaks: PeakPairs): Promise<AppendOutcome>;
  /** Waits for what is under way. Afterwards nothing is taken any more. */
  close(): Promise<void>;
}

async function writeAll(file: FileHandle, data: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < data.byteLength; ) {
    const { bytesWritten } = await file.write(data, done, data.byteLength - done, position + done);
    done += bytesWritten;
  }
}

/** Peaks are a comfort: where they cannot be written the recording goes on without. */
async function openPeaks(path: string, log: MainLog): Promise<FileHandle | null> {
  try {
    const file = await open(path, 'w');
    await file.write(encodePeaksHeader());
    return file;
  } catch (error) {
    log.warn('peaks cannot be written', { path, cause: String(error) });
    return null;
  }
}

/**
 * Creates the files. `path` must not exist.
 * @throws {Error} with the system's code
 */
export async function createRecordingWriter(path: string, peaksPath: string, log: MainLog): Promise<RecordingWriter> {
  const sound = await open(path, 'wx');
  let peaks = await openPeaks(peaksPath, log);
  let taken = 0;
  let written = 0;
  let synced = 0;
  let position = 0;
  let problem: 'disk-full' | 'storage' | null = null;
  let closing: Promise<void> | null = null;
  let lastWrite: Promise<unknown> = Promise.resolve();
  let syncing: Promise<void> | null = null;

  const writeChunk = async (data: Uint8Array, pairs: PeakPairs): Promise<void> => {
    if (problem !== null) return;
    try {
      await writeAll(sound, data, position);
    } catch (error) {
      // Cuts half a chunk off again; where even that fails the finaliser finds the last whole block.
      await sound.truncate(position).catch(() => undefined);
      throw error;
    }
    position += data.byteLength;
    written += 1;
    try {
      await peaks?.write(encodePeaks(pairs));
    } catch (error) {
      log.warn('peaks stopped', { path: peaksPath, cause: String(error) });
      await peaks?.close().catch(() => undefined);
      peaks = null;
    }
  };

  /** Until the chunk `sequence` is on the disk. */
  const sync = async (sequence: number): Promise<void> => {
    while (synced <= sequence) {
      const upTo = written;
      syncing ??= sound
        .datasync()
        .then(() => {
          synced = Math.max(synced, upTo);
        })
        .finally(() => {
          syncing = null;
        });
      await syncing;
    }
  };

  const failed = (error: unknown): AppendOutcome => {
    if (problem !== null) return { stored: false, reason: 'closed' };
    const { fault, detail = '' } = classify(error);
    problem = fault === 'disk-full' ? 'disk-full' : 'storage';
    return { stored: false, reason: problem, detail };
  };

  const finish = async (): Promise<void> => {
    await lastWrite;
    try {
      await syncing;
      await sound.datasync();
      synced = written;
    } catch (error) {
      log.warn('last sync of a recording failed', { path, cause: String(error) });
      problem ??= 'storage';
    } finally {
      await sound.close().catch(() => undefined);
      await peaks?.close().catch(() => undefined);
    }
  };

  return {
    bytes: () => position,
    chunks: () => taken,
    problem: () => problem,
    append: async (sequence, data, pairs) => {
      if (sequence >= taken && (closing !== null || problem !== null)) return { stored: false, reason: 'closed' };
      if (sequence > taken) return { stored: false, reason: 'gap', expected: taken };
      if (sequence === taken) {
        taken += 1;
        const write = lastWrite.then(() => writeChunk(data, pairs));
        lastWrite = write.catch(() => undefined);
        try {
          await write;
        } catch (error) {
          return failed(error);
        }
      } else await lastWrite;
      // Closing syncs what was taken before it.
      if (closing !== null) await closing;
      if (sequence < synced) return { stored: true };
      if (problem !== null || closing !== null) return { stored: false, reason: 'closed' };
      try {
        await sync(sequence);
        return { stored: true };
      } catch (error) {
        return failed(error);
      }
    },
    close: () => {
      closing ??= finish();
      return closing;
    },
  };
}
