import type { PhoneToMain } from '#shared/contracts/phone.ts';
import type { ErrorCode } from '#shared/result.ts';
import { type Chunk, ChunkQueue } from './chunk-queue.ts';
import type { PeakBuffer } from './peak-buffer.ts';

export interface RecorderOptions {
  readonly recordingId: string;
  /** Stereo: agent left, contact right. */
  readonly stream: MediaStream;
  readonly peaks: PeakBuffer;
  readonly send: (message: PhoneToMain) => void;
  readonly now: () => number;
}

export interface Recorder {
  readonly recordingId: string;
  stored(sequence: number): void;
  /** Sends again what was not confirmed in time. */
  repeat(): void;
  /** Resolves when everything recorded was sent. */
  stop(): Promise<void>;
  readonly running: () => boolean;
  /** It is over, and nothing waits for a confirmation any more. */
  readonly confirmed: () => boolean;
}

const recordingMimeType = 'audio/webm;codecs=opus';
/** Two channels of wide-band speech; measured: about 6 kB a second. */
const bitsPerSecond = 56_000;
/** What a crash may cost. */
const chunkMs = 500;
const stopLimitMs = 3000;

/** Starts to record. Failures are reported as `record.failed`, after what could be saved. */
export function startRecorder({ recordingId, stream, peaks, send, now }: RecorderOptions): Recorder {
  const queue = new ChunkQueue();
  const recorder = new MediaRecorder(stream, { mimeType: recordingMimeType, audioBitsPerSecond: bitsPerSecond });
  let sequence = 0;
  let over = false;
  // A blob is read asynchronously: the chain keeps their order.
  let reading: Promise<void> = Promise.resolve();
  let ended: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    ended = resolve;
  });

  const fail = (code: ErrorCode, detail: string): void => {
    if (over) return;
    over = true;
    send({ type: 'record.failed', recordingId, error: { code, detail: detail.slice(0, 2000) } });
    if (recorder.state !== 'inactive') recorder.stop();
  };

  const take = (data: Uint8Array<ArrayBuffer>): void => {
    if (over || data.byteLength === 0) return;
    const { agent, contact } = peaks.take();
    const chunk: Chunk = {
      type: 'record.chunk',
      recordingId,
      sequence,
      data,
      peaksAgent: agent,
      peaksContact: contact,
    };
    if (!queue.add(chunk, now())) {
      fail('storage', 'the recording is not being stored');
      return;
    }
    sequence += 1;
    send(chunk);
  };

  recorder.ondataavailable = ({ data }) => {
    reading = reading
      .then(() => data.arrayBuffer())
      .then((buffer) => take(new Uint8Array(buffer)))
      .catch((error: unknown) => fail('media', String(error)));
  };
  recorder.onstart = () => send({ type: 'record.started', recordingId, mimeType: recorder.mimeType });
  recorder.onerror = (event) => {
    const reason = 'error' in event ? String(event.error) : 'the recorder stopped';
    void reading.then(() => fail('media', reason));
  };
  recorder.onstop = () => {
    void reading.then(() => {
      if (!over) send({ type: 'record.stopped', recordingId, chunks: sequence });
      over = true;
      ended();
    });
  };
  recorder.start(chunkMs);

  return {
    recordingId,
    stored: (stored) => queue.stored(stored),
    repeat: () => {
      const chunk = queue.due(now());
      if (chunk !== null) send(chunk);
    },
    stop: () => {
      if (recorder.state === 'inactive') return over ? Promise.resolve() : stopped;
      recorder.stop();
      const limit = setTimeout(() => {
        fail('media', 'the recorder did not stop');
        ended();
      }, stopLimitMs);
      return stopped.then(() => clearTimeout(limit));
    },
    running: () => !over,
    confirmed: () => over && queue.empty,
  };
}
