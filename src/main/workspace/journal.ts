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
    for (const entry of entries) {
      const written = await write(ledger, entry);
      if (!written.ok) return written;
      if (written.value !== null) rows.set(written.value.id, written.value);
      if (entry.type === 'update' && entry.event !== undefined) events.push(entry.event);
    }
    if (rows.size > 0) options.rowsChanged([...rows.values()]);
    if (rows.size > 0 || events.length > 0) showing = showing.then(() => show([...rows.values()], events));
    return ok(null);
  };
}

/** Each entry is one transaction: no crash can part the end of a call from the fact that it is for the contact. */
async function write(ledger: JournalOptions['ledger'], entry: JournalEntry): Promise<Result<CallRow | null>> {
  switch (entry.type) {
    case 'open': {
      const { hasRecording: _follows, ...row } = entry.row;
      return ledger.openCall(row);
    }
    case 'update': {
      const { event } = entry;
      const updated = await ledger.updateCall(entry.callId, patchOf(entry.changes), event);
      // Without its row nothing was written, and the fact would be lost with it.
      return updated.ok && updated.value === null && event !== undefined ? ledger.addContactEvent(event) : updated;
    }
  }
}

/** Whether a call has a recording follows from the recordings index, so that the two can never disagree. */
function patchOf({ hasRecording: _follows, ...patch }: CallChanges): CallPatch {
  return patch;
}
