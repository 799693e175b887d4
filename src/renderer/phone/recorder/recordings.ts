import type { PhoneToMain } from '#shared/contracts/phone.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { PeakBuffer } from './peak-buffer.ts';
import { type Recorder, startRecorder } from './recorder.ts';

/** Every recording that runs or still waits for main to store its last chunks. */
export interface Recordings {
  start(recordingId: string, stream: MediaStream, peaks: PeakBuffer): Result<null>;
  /** `not-found`: it does not run. Resolves when everything was sent. */
  stop(recordingId: string): Promise<Result<null>>;
  stored(recordingId: string, sequence: number): void;
  /** False once it was stopped or failed. */
  runs(recordingId: string): boolean;
}

const repeatIntervalMs = 5000;

export function createRecordings(send: (message: PhoneToMain) => void, now: () => number): Recordings {
  const recorders = new Map<string, Recorder>();
  let timer: ReturnType<typeof setInterval> | undefined;

  const look = (): void => {
    for (const [recordingId, recorder] of recorders) {
      if (recorder.confirmed()) recorders.delete(recordingId);
      else recorder.repeat();
    }
    if (recorders.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    start: (recordingId, stream, peaks) => {
      if (recorders.has(recordingId)) return fail('invalid', 'there is a recording with this id');
      try {
        recorders.set(recordingId, startRecorder({ recordingId, stream, peaks, send, now }));
      } catch (error) {
        return fail('media', String(error));
      }
      timer ??= setInterval(look, repeatIntervalMs);
      return ok(null);
    },
    stop: async (recordingId) => {
      const recorder = recorders.get(recordingId);
      if (recorder === undefined) return fail('not-found', 'no such recording runs');
      await recorder.stop();
      return ok(null);
    },
    stored: (recordingId, sequence) => recorders.get(recordingId)?.stored(sequence),
    runs: (recordingId) => recorders.get(recordingId)?.running() === true,
  };
}
