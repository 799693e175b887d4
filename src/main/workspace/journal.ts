import type { CallRow, ContactEvent } from '#shared/contracts/records.ts';
import { ok, type Result } from '#shared/result.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { CallChanges, JournalEntry } from '../queue/journal-entry.ts';
import type { CacheChanges, CacheStore } from '../store/cache-store.ts';
import type { CallPatch, LedgerStore } from '../store/ledger-store.ts';

export interface JournalOptions {
  readonly ledger: Pick<LedgerStore, 'openCall' | 'updateCall' | 'addContactEvent'>;
  readonly cache: Pick<CacheStore, 'putLocal'>;
  readonly rowsChanged: (rows: readonly CallRow[]) => void;
  readonly changed: (changes: CacheChanges) => void;
  /** A fact for the gateway; it is in the ledger already, waiting to be acknowledged. */
  readonly report: (event: ContactEvent) => void;
  readonly log: MainLog;
}

/**
 * Keeps what the queue decided: the ledger first and in order, then the conversation. Resolves when the ledger has it on disk, however busy the
 * cache is; every entry can be written again after a failure.
 */
export function createJournal(options: JournalOptions): (entries: readonly JournalEntry[]) => Promise<Result<null>> {
  const { ledger, cache, log } = options;
  let showing: Promise<void> = Promise.resolve();

  async function show(rows: readonly CallRow[], events: readonly ContactEvent[]): Promise<void> {
    const stored = await cache.putLocal({
      contacts: rows.map(({ contactId, name, phone }) => ({ id: contactId, name, phone })),
      entries: events.map((event) => ({ entry: 'event', ...event })),
    });
    if (stored.ok) options.changed(stored.value);
    else log.error('a contact event could not be shown', { fault: stored.error.fault });
    for (const event of events) options.report(event);
  }

  return async (entries) => {
    const rows = new Map<string, CallRow>();
    const events: ContactEvent[] = [];
    for (const step of steps(entries)) {
      const written = await write(ledger, step);
      if (!written.ok) return written;
      if (written.value !== null) rows.set(written.value.id, written.value);
      if (step.event !== null) events.push(step.event);
    }
    if (rows.size > 0) options.rowsChanged([...rows.values()]);
    if (rows.size > 0 || events.length > 0) showing = showing.then(() => show([...rows.values()], events));
    return ok(null);
  };
}

/** What goes into one transaction: the end of a call together with the fact it is for the contact, so that no crash can part them. */
interface Step {
  readonly entry: JournalEntry;
  readonly event: ContactEvent | null;
}

function steps(entries: readonly JournalEntry[]): readonly Step[] {
  const found: Step[] = [];
  for (const entry of entries) {
    const last = found.at(-1);
    if (entry.type !== 'event') found.push({ entry, event: null });
    else if (last?.entry.type === 'update' && last.event === null && last.entry.callId === entry.event.callId)
      found[found.length - 1] = { entry: last.entry, event: entry.event };
    else found.push({ entry, event: entry.event });
  }
  return found;
}

async function write(ledger: JournalOptions['ledger'], { entry, event }: Step): Promise<Result<CallRow | null>> {
  switch (entry.type) {
    case 'open': {
      const { hasRecording: _follows, ...row } = entry.row;
      return ledger.openCall(row);
    }
    case 'update': {
      const updated = await ledger.updateCall(entry.callId, patchOf(entry.changes), event ?? undefined);
      // Without its row nothing was written, and the fact would be lost with it.
      return updated.ok && updated.value === null && event !== null ? ledger.addContactEvent(event) : updated;
    }
    case 'event':
      return ledger.addContactEvent(entry.event);
  }
}

/** Whether a call has a recording follows from the recordings index, so that the two can never disagree. */
function patchOf({ hasRecording: _follows, ...patch }: CallChanges): CallPatch {
  return patch;
}
