import type { NotesStorage } from '#shared/contracts/ui-replies.ts';
import { isSettled } from '#shared/domain/note-worth.ts';
import { ok, type Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { CacheStore, NoteStanding } from '../store/cache-store.ts';
import type { LedgerStore } from '../store/ledger-store.ts';
import { copiesToDrop, type NoteCopy, type NoteLimits } from './retention.ts';
import type { KeptCopy, NotesVault } from './vault.ts';

export interface HousekeepingOptions {
  readonly vault: Pick<NotesVault, 'list' | 'remove'>;
  readonly ledger: Pick<LedgerStore, 'notesUnsent'>;
  readonly cache: Pick<CacheStore, 'noteStandings' | 'position'>;
  readonly limits: NoteLimits;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly log: MainLog;
}

/** Nobody waits for it, and a start has better things to do. */
const firstAfterMs = 60_000;
const everyMs = 24 * 60 * 60 * 1000;

/** @param isLoaded false: the conversations are not here yet, so one that is not known may well be unplayed */
function copyOf(file: KeptCopy, isUnsent: boolean, known: NoteStanding | undefined, isLoaded: boolean): NoteCopy {
  const { id, bytes, writtenAt } = file;
  if (isUnsent) return { id, bytes, at: writtenAt, standing: 'unsent' };
  if (known === undefined) return { id, bytes, at: writtenAt, standing: isLoaded ? 'unknown' : 'unplayed' };
  const waiting = known.direction === 'in' ? 'unplayed' : 'unsent';
  return { id, bytes, at: known.at, standing: isSettled(known) ? 'settled' : waiting };
}

/** Keeps the copies of notes within what the policy allows: a minute after the start, then once a day. */
export function createHousekeeping({ vault, ledger, cache, limits, clock, log }: HousekeepingOptions) {
  let cancel = (): void => undefined;

  async function tidy(): Promise<void> {
    if (limits.keepDays === null && limits.keepBytes === null) return;
    const files = await vault.list();
    const unsent = await ledger.notesUnsent();
    if (!files.ok || !unsent.ok || files.value.length === 0) return;
    const standings = await cache.noteStandings(files.value.map(({ id }) => id));
    const position = await cache.position();
    if (!standings.ok || !position.ok) return;
    const isLoaded = position.value.epoch !== null;
    const ours = new Set(unsent.value);
    const known = new Map(standings.value.map((standing) => [standing.id, standing]));
    const copies = files.value.map((file) => copyOf(file, ours.has(file.id), known.get(file.id), isLoaded));
    const dropped = copiesToDrop(copies, limits, clock.now());
    for (const id of dropped) await vault.remove(id);
    if (dropped.length > 0) log.info('copies of notes were dropped', { count: dropped.length });
  }

  function later(milliseconds: number): void {
    cancel = clock.after(milliseconds, () => {
      later(everyMs);
      void tidy();
    });
  }

  return {
    start: (): void => later(firstAfterMs),
    stop: (): void => cancel(),
    tidy,
    storage: async (): Promise<Result<NotesStorage>> => {
      const files = await vault.list();
      if (!files.ok) return files;
      const bytes = files.value.reduce((sum, file) => sum + file.bytes, 0);
      return ok({ bytes, count: files.value.length, keepDays: limits.keepDays, keepBytes: limits.keepBytes });
    },
  };
}
