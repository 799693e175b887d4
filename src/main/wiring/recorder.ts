import type { PhoneEvent, PhoneToMain } from '#shared/contracts/phone.ts';
import type { Failure, Result } from '#shared/result.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { RecordingsPort } from '../queue/ports.ts';
import type { Recordings } from '../recordings/recordings.ts';

export interface RecorderOptions {
  readonly recordings: Pick<Recordings, 'begin' | 'append' | 'stop'>;
  /** The recording cannot go on; the call does. */
  readonly failed: (recordingId: string, error: Failure) => void;
  readonly log: MainLog;
}

/** Between the recorder in the phone window and the files: whatever ends a recording, its file is finished. */
export function createRecorder({ recordings, failed, log }: RecorderOptions) {
  const writing = new Set<string>();
  /** Grows with each death of the phone window. */
  let lives = 0;

  function finish(recordingId: string, how: { readonly chunks?: number; readonly cut?: boolean }): void {
    if (!writing.delete(recordingId)) return;
    void recordings.stop(recordingId, how).then((stopped) => {
      if (!stopped.ok) log.error('a recording could not be finished', { recordingId, code: stopped.error.code });
    });
  }

  const port: RecordingsPort = {
    begin: async ({ id, ...call }) => {
      const life = lives;
      const begun = await recordings.begin(id, call);
      if (begun.ok) writing.add(id);
      // The phone window died meanwhile: nobody will record into it.
      if (life !== lives) finish(id, { cut: true });
      return begun;
    },
    abandon: (recordingId) => finish(recordingId, { cut: true }),
  };

  return {
    port,
    store: async (chunk: PhoneEvent<'record.chunk'>): Promise<Result<null>> => {
      const { recordingId, sequence, data, peaksAgent, peaksContact } = chunk;
      const stored = await recordings.append(recordingId, sequence, data, { agent: peaksAgent, contact: peaksContact });
      if (!stored.ok && (stored.error.code === 'disk-full' || stored.error.code === 'storage'))
        failed(recordingId, stored.error);
      return stored;
    },
    fromPhone: (message: PhoneToMain): void => {
      if (message.type === 'record.stopped') finish(message.recordingId, { chunks: message.chunks });
      if (message.type === 'record.failed') finish(message.recordingId, { cut: true });
    },
    /** The phone window died: what it had not handed over is lost, what it had is kept. */
    phoneLost: (): void => {
      lives += 1;
      for (const recordingId of [...writing]) finish(recordingId, { cut: true });
    },
  };
}
