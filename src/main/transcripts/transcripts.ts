import type { NoteTranscript } from '#shared/contracts/note.ts';
import type { Settings } from '#shared/contracts/settings.ts';
import type { SpeechModelFlaw, TranscriptsView } from '#shared/contracts/transcripts.ts';
import type { Failure, Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { CacheChanges, CacheStore } from '../store/cache-store.ts';
import type { ModelLook, SpeechModel } from './speech-model.ts';
import type { Transcriber } from './transcriber.ts';

export interface TranscriptsOptions {
  readonly transcriber: Transcriber;
  readonly lookAtModel: (folder: string | null) => Promise<ModelLook>;
  readonly settings: () => Pick<Settings, 'transcripts' | 'transcriptModel'>;
  readonly cache: Pick<CacheStore, 'unheard' | 'markHeard'>;
  /** A note's media in the clear. Errors: `gone`, `damaged`, `unsupported` are for good; `offline` and any other mean "not now". */
  readonly media: (noteId: string) => Promise<Result<Uint8Array>>;
  /** null: whatever is kept is written down. */
  readonly keepDays: number | null;
  readonly changed: (changes: CacheChanges) => void;
  readonly show: (view: TranscriptsView) => void;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly log: MainLog;
}

/** After a call there is work around it; and the next one often comes soon. */
const quietAfterCallMs = 3_000;
/** Where the gateway cannot be reached, and does not say when it can. */
const retryOfflineMs = 60_000;
/** A note at which the engine fails so often waits for the next start of the app. */
const mostFailures = 2;
/** With this many in a row it is not the notes. */
const mostFailuresInARow = 4;
const dayMs = 24 * 60 * 60 * 1000;

const off: TranscriptsView = { state: 'off', waiting: 0, flaw: null };

/**
 * Has the notes without a transcript written down on this computer, where the settings want it: one after the other, the newest first, and never
 * while there is a call. What a call interrupts begins again afterwards.
 */
export function createTranscripts(options: TranscriptsOptions) {
  const { transcriber, cache, clock, log } = options;
  let view = off;
  let isStarted = false;
  let isRunning = false;
  let isAskedAgain = false;
  /** Calls, or a moment after the last one. */
  let isBusy = false;
  let cancelQuiet = (): void => undefined;
  let cancelRetry = (): void => undefined;
  /** What was found in the folder; null: not looked yet. */
  let look: ModelLook | null = null;
  /** Grows with each change of the settings. */
  let choices = 0;
  /** Cannot be had or written down now. */
  const postponed = new Set<string>();
  const failures = new Map<string, number>();
  let failuresInARow = 0;

  function show(next: TranscriptsView): void {
    if (JSON.stringify(next) === JSON.stringify(view)) return;
    view = next;
    options.show(next);
  }

  async function run(): Promise<void> {
    isAskedAgain = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (isAskedAgain) {
        isAskedAgain = false;
        while (await step());
      }
    } finally {
      isRunning = false;
    }
  }

  /** @returns whether there may be more to do */
  async function step(): Promise<boolean> {
    const { transcripts, transcriptModel } = options.settings();
    if (!isStarted || transcripts !== 'local') {
      show(off);
      return false;
    }
    const asked = choices;
    const now = look ?? (await options.lookAtModel(transcriptModel));
    // Another choice was made meanwhile.
    if (asked !== choices) return true;
    look = now;
    if (!now.found) {
      show({ state: 'flawed', waiting: 0, flaw: now.flaw });
      return false;
    }
    const since = options.keepDays === null ? 0 : clock.now() - options.keepDays * dayMs;
    const unheard = await cache.unheard({ since, without: [...postponed] });
    // The settings may have changed meanwhile.
    if (look !== now || !isStarted) return true;
    const { next, count: waiting } = unheard.ok ? unheard.value : { next: null, count: 0 };
    if (next === null || isBusy) {
      show({ state: next === null ? 'idle' : 'paused', waiting, flaw: null });
      return false;
    }
    show({ state: 'working', waiting, flaw: null });
    const media = await options.media(next);
    if (!media.ok) return withoutMedia(next, waiting, media.error);
    // Meanwhile a call may have come, or other settings.
    if (!isBusy && isStarted && look === now) await write(next, now.model, media.value);
    return true;
  }

  async function withoutMedia(id: string, waiting: number, { code }: Failure): Promise<boolean> {
    if (code === 'offline') {
      show({ state: 'offline', waiting, flaw: null });
      cancelRetry();
      cancelRetry = clock.after(retryOfflineMs, () => void run());
      return false;
    }
    if (code === 'gone' || code === 'damaged' || code === 'unsupported') await heard(id, null);
    else postponed.add(id);
    return true;
  }

  async function write(id: string, model: SpeechModel, media: Uint8Array): Promise<void> {
    const written = await transcriber.transcribe(model, media);
    if (written.ok) {
      failuresInARow = 0;
      await heard(id, written.value);
    } else await failed(id, written.error);
  }

  async function heard(id: string, transcript: NoteTranscript | null): Promise<void> {
    const marked = await cache.markHeard(id, transcript);
    if (marked.ok) options.changed(marked.value);
    else postponed.add(id);
  }

  async function failed(id: string, { code, detail }: Failure): Promise<void> {
    switch (code) {
      case 'gone':
        // A call came, or other settings.
        return;
      case 'damaged':
        await heard(id, null);
        return;
      case 'unsupported':
        log.error('the model of the transcriber cannot be used', { detail });
        unusable();
        return;
      default: {
        log.warn('the transcriber failed at a note', { code, detail });
        const times = (failures.get(id) ?? 0) + 1;
        failures.set(id, times);
        if (times >= mostFailures) postponed.add(id);
        failuresInARow += 1;
        if (failuresInARow >= mostFailuresInARow) unusable();
      }
    }
  }

  function unusable(): void {
    const folder = options.settings().transcriptModel ?? '';
    const flaw: SpeechModelFlaw = { code: 'unusable', folder };
    look = { found: false, flaw };
  }

  return {
    view: (): TranscriptsView => view,
    /** The stores are the workspace's, and the rest of the app has started. */
    start: (): void => {
      isStarted = true;
      void run();
    },
    /** Notes may have come, or media that could not be had before can be had now. */
    lookAgain: (what: 'notes' | 'connection'): void => {
      if (what === 'connection') for (const id of [...postponed]) if (!hasFailed(id)) postponed.delete(id);
      if (isStarted) void run();
    },
    /** The source or the folder is another one. */
    settingsChanged: (): void => {
      choices += 1;
      look = null;
      failuresInARow = 0;
      failures.clear();
      postponed.clear();
      transcriber.letGo();
      if (isStarted) void run();
    },
    /** @param count calls that ring or are up */
    callsChanged: (count: number): void => {
      cancelQuiet();
      if (count > 0) {
        isBusy = true;
        transcriber.letGo();
        if (view.state === 'working') show({ ...view, state: 'paused' });
        return;
      }
      if (isBusy)
        cancelQuiet = clock.after(quietAfterCallMs, () => {
          isBusy = false;
          if (isStarted) void run();
        });
    },
    stop: (): void => {
      isStarted = false;
      cancelQuiet();
      cancelRetry();
      transcriber.stop();
    },
  };

  function hasFailed(id: string): boolean {
    return (failures.get(id) ?? 0) >= mostFailures;
  }
}

export type Transcripts = ReturnType<typeof createTranscripts>;
