import type { PhoneToMain } from '#shared/contracts/phone.ts';
import type { ErrorCode } from '#shared/result.ts';
import type { NotePeaks } from './note-peaks.ts';

export interface NoteRecorderOptions {
  readonly noteId: string;
  readonly kind: 'voice' | 'video';
  readonly stream: MediaStream;
  readonly peaks: NotePeaks;
  readonly limitMs: number;
  readonly send: (message: PhoneToMain) => void;
  readonly now: () => number;
  /** Told once: nothing more comes. */
  readonly onOver: () => void;
}

export interface NoteRecorder {
  /** What was recorded so far is the note. */
  stop(): void;
  /** Nothing of it is wanted any more; nothing is reported. */
  discard(): void;
}

/** Short, since main is asked to throw away as often as to keep. */
const chunkMs = 500;
const voiceBitsPerSecond = 32_000;
const videoBitsPerSecond = 700_000;

/** The best of what every Chromium of the product writes; contracts/note.ts names them. */
const mimeTypes = { voice: 'audio/webm;codecs=opus', video: 'video/webm;codecs=vp8,opus' } as const;

/** Starts to record a note, and stops by itself at its limit. Failures are reported as `note.failed`. */
export function startNoteRecorder(options: NoteRecorderOptions): NoteRecorder {
  const { noteId, kind, stream, peaks, limitMs, send, now } = options;
  const recorder = new MediaRecorder(stream, {
    mimeType: mimeTypes[kind],
    audioBitsPerSecond: voiceBitsPerSecond,
    ...(kind === 'video' ? { videoBitsPerSecond } : {}),
  });
  let sequence = 0;
  let startedAt = now();
  let over = false;
  let limit: ReturnType<typeof setTimeout> | undefined;
  // A blob is read asynchronously: the chain keeps their order.
  let reading: Promise<void> = Promise.resolve();

  const finish = (message: PhoneToMain | null): void => {
    if (over) return;
    over = true;
    clearTimeout(limit);
    if (message !== null) send(message);
    if (recorder.state !== 'inactive') recorder.stop();
    options.onOver();
  };
  const fail = (code: ErrorCode, detail: string): void =>
    finish({ type: 'note.failed', noteId, error: { code, detail: detail.slice(0, 2000) } });
  const stop = (): void => {
    if (recorder.state !== 'inactive') recorder.stop();
  };

  recorder.ondataavailable = ({ data }) => {
    reading = reading
      .then(() => data.arrayBuffer())
      .then((buffer) => {
        if (over || buffer.byteLength === 0) return;
        send({ type: 'note.chunk', noteId, sequence, data: new Uint8Array(buffer) });
        sequence += 1;
      })
      .catch((error: unknown) => fail('media', String(error)));
  };
  recorder.onstart = () => {
    startedAt = now();
    limit = setTimeout(stop, limitMs);
    send({ type: 'note.started', noteId, mimeType: mimeTypes[kind] });
  };
  recorder.onerror = (event) => {
    const reason = 'error' in event ? String(event.error) : 'the recorder stopped';
    void reading.then(() => fail('media', reason));
  };
  recorder.onstop = () => {
    const durationMs = Math.max(0, Math.round(now() - startedAt));
    void reading.then(() =>
      finish({ type: 'note.stopped', noteId, chunks: sequence, durationMs, peaks: peaks.summary() }),
    );
  };
  recorder.start(chunkMs);

  return { stop, discard: () => finish(null) };
}
