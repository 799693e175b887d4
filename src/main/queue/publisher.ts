import type { Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { QueueNotice } from './effects.ts';
import type { JournalEntry } from './journal-entry.ts';
import type { QueueBatch } from './ports.ts';
import type { QueueViews } from './projection.ts';

export interface JournalPort {
  /**
   * Keeps entries in their order and resolves when they are on disk. After a failure the same entries come again, also those that
   * were kept already, so each must be applied as if once (journal-entry.ts). Error `invalid`: one of them can never be kept.
   */
  write(entries: readonly JournalEntry[]): Promise<Result<null>>;
}

/** What the ui and the rest of main may know. */
export interface Published {
  readonly views: QueueViews;
  readonly notices: readonly QueueNotice[];
}

export interface PublisherPorts {
  readonly journal: JournalPort;
  readonly publish: (published: Published) => void;
  /** True from the first write that fails or takes too long, false when everything is kept again. */
  readonly onStorageProblem: (isThere: boolean) => void;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: MainLog;
}

export interface PublisherLimits {
  /** So long the ui waits for the journal at most: an agent must see who calls even if the disk hangs. */
  readonly publishAfterMs: number;
  /** A write that takes longer is a problem worth telling. */
  readonly slowAfterMs: number;
  readonly largestWrite: number;
  readonly retryMs: number;
  readonly longestRetryMs: number;
}

export const defaultPublisherLimits: PublisherLimits = {
  publishAfterMs: 250,
  slowAfterMs: 5_000,
  largestWrite: 200,
  retryMs: 100,
  longestRetryMs: 10_000,
};

export interface Publisher {
  accept(batch: QueueBatch): void;
  /** Resolves when everything accepted so far is kept (true), or after `limitMs` (false): for the orderly end. */
  flush(limitMs: number): Promise<boolean>;
}

interface Waiting {
  readonly published: Published;
  /** Entries accepted before and with this batch, counted from the start. */
  readonly upTo: number;
}

/**
 * Brings the queue's changes out in order: first the journal, then everybody else (architecture decision 4). Writes go one after
 * the other, what has gathered meanwhile in one of them. A failing write is repeated with back-off until it succeeds; nothing is
 * given up and nothing overtakes, only the publication stops waiting after a bounded time.
 */
export function createPublisher(ports: PublisherPorts, limits: PublisherLimits = defaultPublisherLimits): Publisher {
  const { journal, publish, onStorageProblem, clock, log } = ports;
  let entries: JournalEntry[] = [];
  const waiting: Waiting[] = [];
  let flushes: { readonly upTo: number; readonly done: (isKept: boolean) => void }[] = [];
  let accepted = 0;
  let kept = 0;
  let isWriting = false;
  let hasProblem = false;

  function setProblem(isThere: boolean): void {
    if (isThere === hasProblem) return;
    hasProblem = isThere;
    onStorageProblem(isThere);
  }

  function accept({ entries: fresh, views, notices }: QueueBatch): void {
    accepted += fresh.length;
    entries.push(...fresh);
    const batch: Waiting = { published: { views, notices }, upTo: accepted };
    waiting.push(batch);
    if (batch.upTo <= kept) {
      release();
      return;
    }
    clock.after(limits.publishAfterMs, () => publishUntil(batch));
    if (!isWriting) void writeAll();
  }

  /** Publishes every batch whose entries are kept, in order. */
  function release(): void {
    while (waiting[0] !== undefined && waiting[0].upTo <= kept) publishNext();
    flushes = flushes.filter(({ upTo, done }) => {
      if (upTo <= kept) done(true);
      return upTo > kept;
    });
  }

  /** The bounded wait of a batch is over: it and those before it go out, kept or not. */
  function publishUntil(batch: Waiting): void {
    if (!waiting.includes(batch)) return;
    log.warn('the ui is told before the journal', { waiting: accepted - kept });
    while (waiting.includes(batch)) publishNext();
  }

  function publishNext(): void {
    const next = waiting.shift();
    if (next === undefined) return;
    try {
      publish(next.published);
    } catch (error) {
      log.error('publishing threw', { error: String(error) });
    }
  }

  async function writeAll(): Promise<void> {
    isWriting = true;
    let retryMs = limits.retryMs;
    /** Entries ahead among which one is bad: they go one at a time, so that the others are kept. */
    let suspects = 0;
    while (entries.length > 0) {
      const part = entries.slice(0, suspects > 0 ? 1 : limits.largestWrite);
      const result = await write(part);
      if (result.ok || (result.error.code === 'invalid' && part.length === 1)) {
        if (!result.ok)
          log.error('the journal can never keep this', { ...nameOf(part[0]), detail: result.error.detail });
        entries = entries.slice(part.length);
        kept += part.length;
        suspects = Math.max(0, suspects - part.length);
        retryMs = limits.retryMs;
        setProblem(false);
        release();
      } else if (result.error.code === 'invalid') {
        suspects = part.length;
      } else {
        setProblem(true);
        log.error('the journal cannot be written', { entries: part.length, retryMs, ...result.error });
        await pause(retryMs);
        retryMs = Math.min(retryMs * 2, limits.longestRetryMs);
      }
    }
    isWriting = false;
  }

  async function write(part: readonly JournalEntry[]): Promise<Result<null>> {
    const cancel = clock.after(limits.slowAfterMs, () => setProblem(true));
    try {
      return await journal.write(part);
    } catch (error) {
      return { ok: false, error: { code: 'storage', detail: String(error) } };
    } finally {
      cancel();
    }
  }

  const pause = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));

  return {
    accept,
    flush(limitMs) {
      if (kept >= accepted) return Promise.resolve(true);
      return new Promise((resolve) => {
        const cancel = clock.after(limitMs, () => resolve(false));
        flushes.push({
          upTo: accepted,
          done(isKept) {
            cancel();
            resolve(isKept);
          },
        });
      });
    },
  };
}

/** What an entry is about, without a person's name or number. */
function nameOf(entry: JournalEntry | undefined): Readonly<Record<string, unknown>> {
  switch (entry?.type) {
    case 'open':
      return { type: entry.type, callId: entry.row.id };
    case 'update':
      return { type: entry.type, callId: entry.callId, outcome: entry.changes.outcome };
    case undefined:
      return {};
  }
}
