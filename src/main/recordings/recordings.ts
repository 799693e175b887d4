/**
 * Recordings of calls: written while they grow, finished when they end, recovered after a crash. The ledger has the row before the file
 * has its first byte, and the file is whole before the row says so.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { RecordingRow } from '#shared/contracts/records.ts';
import type { Peaks } from '#shared/contracts/ui-replies.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { Threads } from '../platform/threads.ts';
import type { LedgerStore, StoredRecording } from '../store/ledger-store.ts';
import { toRecordingRow } from '../store/recording-row.ts';
import { createFinaliser } from './finaliser.ts';
import { finishRecording } from './finish-recording.ts';
import { existingFile, isReachable, rootOf } from './folders.ts';
import { decodePeaks, type PeakPairs } from './peaks-file.ts';
import { peaksPathOf } from './recording-paths.ts';
import type { AppendOutcome, RecordingWriter } from './recording-writer.ts';
import { type Recovery, recover } from './recover.ts';
import { type RecordedCall, startRecording } from './start-recording.ts';

export interface RecordingsOptions {
  /**
   * The folder for recordings to come; made with the first one where the folder it lies in is there. Earlier ones stay where they are, and
   * are found here too once somebody has moved them.
   */
  readonly directory: string;
  readonly ledger: LedgerStore;
  /** Entry of the thread that finishes files. */
  readonly finaliserWorker: URL;
  readonly threads: Threads;
  readonly clock: { now(): number };
  readonly log: MainLog;
  /** Rows that are new or changed. */
  readonly onChange: (rows: readonly RecordingRow[]) => void;
  /** Whether the folder can be used, each time it is found out. */
  readonly onReach: (reachable: boolean) => void;
}

export interface StopOptions {
  /** How many chunks the recorder says it sent; fewer on the disk mean that the recording is cut. */
  readonly chunks?: number;
  /** The recorder died: what there is ends where it was cut off. */
  readonly cut?: boolean;
}

export interface Recordings {
  /** The id for a call's next recording: the call's own, then `<call id>-2` and so on. */
  nextId(callId: string): Promise<Result<string>>;
  /** Row and file exist when this resolves. Errors: `invalid` (id taken or none), `disk-full`, `storage`. */
  begin(recordingId: string, call: RecordedCall): Promise<Result<null>>;
  /**
   * Resolves when the chunk is on the disk, so that the recorder may forget it; a repeated chunk is answered alike and written once.
   * Errors: `invalid` where chunks before it are missing (nothing is written); `disk-full` or `storage`, once, where the recording cannot go
   * on (what was written stays: stop the recorder, then call {@link Recordings.stop}); `gone` after that; `not-found` for an unknown recording.
   */
  append(recordingId: string, sequence: number, data: Uint8Array, peaks: PeakPairs): Promise<Result<null>>;
  /** Finishes the file and notes its length and hash. Repeating it is harmless. Resolves with the finished row. */
  stop(recordingId: string, options?: StopOptions): Promise<Result<RecordingRow>>;
  /** To be called once after start, when the window is up. */
  recover(): Promise<Recovery>;
  /** null where none were kept */
  readPeaks(recordingId: string): Promise<Peaks | null>;
  /** Absolute path of a recording's file, for whoever plays it; null where there is none. */
  file(recordingId: string): Promise<string | null>;
  /**
   * Ends what is being written as it is: cut, as its recorder may have had more to send. What was stopped already is finished if that is quick; otherwise, like the rest, at the next start,
   * which knows how it ended.
   */
  close(): Promise<void>;
}

interface Active {
  readonly row: StoredRecording;
  readonly writer: RecordingWriter;
  notedAt: number;
  /** Once it is stopped: the ledger knows how it ended. */
  noted: Promise<unknown>;
  stopping: Promise<Result<RecordingRow>> | null;
}

/** How often the ledger learns how far a recording has grown; recovery does not need it. */
const progressEveryMs = 5_000;

/** So long the end of the app waits for files that are being finished: a call of an hour takes about a second. */
const finishWithinMs = 2_000;

function toResult(outcome: AppendOutcome): Result<null> {
  if (outcome.stored) return ok(null);
  switch (outcome.reason) {
    case 'gap':
      return fail('invalid', `chunk ${outcome.expected} is missing`);
    case 'closed':
      return fail('gone', 'the recording takes no more chunks');
    default:
      return fail(outcome.reason, outcome.detail);
  }
}

export function createRecordings(options: RecordingsOptions): Recordings {
  const { ledger, clock, log, onChange } = options;
  const base = resolve(options.directory);
  const finaliser = createFinaliser(options.finaliserWorker, options.threads, log);
  const active = new Map<string, Active>();
  /** Between the row and the writer: recovery must leave them alone too. */
  const starting = new Set<string>();
  const context = { base, ledger, finaliser };

  const lookAtFolder = async (): Promise<void> => {
    const reachable = await isReachable(base);
    if (!reachable) log.error('the recordings folder cannot be reached', { folder: base });
    options.onReach(reachable);
  };

  const noteProgress = (entry: Active): void => {
    const now = clock.now();
    if (now - entry.notedAt < progressEveryMs && now >= entry.notedAt) return;
    entry.notedAt = now;
    void ledger.recordingProgress(entry.row.id, entry.writer.bytes());
  };

  const endOf = ({ writer }: Active, { chunks = 0, cut = false }: StopOptions): 'complete' | 'cut' =>
    cut || writer.problem() !== null || writer.chunks() < chunks ? 'cut' : 'complete';

  const noteEnd = async (entry: Active, stop: StopOptions): Promise<'complete' | 'cut'> => {
    await entry.writer.close();
    const as = endOf(entry, stop);
    await ledger.recordingClosing(entry.row.id, as);
    return as;
  };

  const finish = async (entry: Active, stop: StopOptions): Promise<Result<RecordingRow>> => {
    const { id } = entry.row;
    const noting = noteEnd(entry, stop);
    entry.noted = noting;
    const as = await noting;
    const finished = await finishRecording(context, base, entry.row, as);
    active.delete(id);
    if (!finished.ok) {
      log.error('a finished recording could not be noted', { id, detail: finished.error.detail });
      return finished;
    }
    if (finished.value === null) return fail('not-found');
    const row = toRecordingRow(finished.value);
    onChange([row]);
    return ok(row);
  };

  const finishedRow = async (id: string): Promise<Result<RecordingRow>> => {
    const found = await ledger.recording(id);
    if (!found.ok) return found;
    return found.value === null ? fail('not-found') : ok(toRecordingRow(found.value));
  };

  const file = async (recordingId: string): Promise<string | null> => {
    const row = await ledger.recording(recordingId);
    if (!row.ok || row.value === null) return null;
    const root = await rootOf(row.value, base);
    return root === null ? null : existingFile(root, row.value.path);
  };

  return {
    nextId: (callId) => ledger.nextRecordingId(callId),
    begin: async (recordingId, call) => {
      if (starting.has(recordingId)) return fail('invalid', `recording ${recordingId} exists`);
      starting.add(recordingId);
      try {
        const started = await startRecording({ base, ledger, log }, recordingId, call);
        void lookAtFolder();
        if (!started.ok) return started;
        active.set(recordingId, { ...started.value, notedAt: clock.now(), noted: Promise.resolve(), stopping: null });
        onChange([toRecordingRow(started.value.row)]);
        return ok(null);
      } finally {
        starting.delete(recordingId);
      }
    },
    append: async (recordingId, sequence, data, peaks) => {
      const entry = active.get(recordingId);
      if (entry === undefined) return fail('not-found');
      const outcome = await entry.writer.append(sequence, data, peaks);
      if (outcome.stored) noteProgress(entry);
      else log.warn('chunk not stored', { recordingId, sequence, ...outcome });
      return toResult(outcome);
    },
    stop: (recordingId, stop = {}) => {
      const entry = active.get(recordingId);
      if (entry === undefined) return finishedRow(recordingId);
      entry.stopping ??= finish(entry, stop);
      return entry.stopping;
    },
    recover: async () => {
      void lookAtFolder();
      const rooted = await ledger.recordingsRoot(base);
      if (!rooted.ok) log.error('the folder of earlier recordings could not be noted', { detail: rooted.error.detail });
      const recovery = await recover({ ...context, log, isActive: (id) => active.has(id) || starting.has(id) });
      const rows = [...recovery.recovered, ...recovery.adopted].map(toRecordingRow);
      if (rows.length > 0) onChange(rows);
      return recovery;
    },
    readPeaks: async (recordingId) => {
      const path = await file(recordingId);
      if (path === null) return null;
      return readFile(peaksPathOf(path)).then(decodePeaks, () => null);
    },
    file,
    close: async () => {
      const entries = [...active.values()];
      const limit = new AbortController();
      const patience = setTimeout(finishWithinMs, null, { signal: limit.signal }).catch(() => null);
      await Promise.all(
        entries.map((entry) =>
          entry.stopping === null ? noteEnd(entry, { cut: true }) : Promise.race([entry.stopping, patience]),
        ),
      );
      limit.abort();
      await finaliser.stop();
      // The ledger is closed next.
      await Promise.all(entries.map(({ noted }) => noted));
    },
  };
}
