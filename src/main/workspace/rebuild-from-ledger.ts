import type { Contact, ContactEvent, TimelineEntry } from '#shared/contracts/records.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { CacheStore } from '../store/cache-store.ts';
import type { LedgerStore } from '../store/ledger-store.ts';
import { noteOfKept } from './note-of-kept.ts';

type Cache = Pick<CacheStore, 'putLocal'>;
type Ledger = Pick<LedgerStore, 'knownContacts' | 'pendingContactEvents' | 'latestFacts' | 'outboxPending' | 'notesIn'>;

const pageSize = 500;
/** Facts and calls that are looked at again after a start. */
const caughtUp = 1000;

/**
 * Puts into an empty cache what the ledger knows. With a PBX that is everything there ever was; with a gateway it is what the gateway has not yet
 * been told, so that a snapshot does not hide a call of a minute ago.
 */
export async function rebuildFromLedger(cache: Cache, ledger: Ledger): Promise<Result<null>> {
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<LedgerStore['knownContacts']>> = await ledger.knownContacts({
      after,
      limit: pageSize,
    });
    if (!page.ok) return fail(page.error.code, page.error.detail);
    if (page.value.length === 0) break;
    const stored = await put(cache, page.value, []);
    if (!stored.ok) return stored;
    after = page.value.at(-1)?.id ?? null;
  }
  const outbox = await ledger.outboxPending();
  if (!outbox.ok) return fail(outbox.error.code, outbox.error.detail);
  const onTheirWay = outbox.value.map(
    ({ id, contactId, text, at }): TimelineEntry => ({
      entry: 'message',
      id,
      contactId,
      direction: 'out',
      text,
      at,
      status: 'sending',
    }),
  );
  const notes = await notesMadeHere(ledger);
  if (!notes.ok) return notes;
  const stored = await put(cache, [], [...onTheirWay, ...notes.value]);
  return stored.ok ? putEvents(cache, ledger) : stored;
}

async function notesMadeHere(ledger: Ledger): Promise<Result<readonly TimelineEntry[]>> {
  const entries: TimelineEntry[] = [];
  for (const [state, status] of [
    ['pending', 'sending'],
    ['failed', 'failed'],
  ] as const) {
    const kept = await ledger.notesIn(state);
    if (!kept.ok) return fail(kept.error.code, kept.error.detail);
    entries.push(...kept.value.map((note) => ({ entry: 'note' as const, ...noteOfKept(note, status, null) })));
  }
  return ok(entries);
}

/**
 * Puts what the ledger noted last: a crash, or a cache that could not be written, may have kept it from the cache, and that a call was
 * interrupted is noted by the ledger alone, at the next start. As many as the busiest agent has in a day, and not those of the last day: by a
 * clock that was wrong, or after a weekend, these are not the same. What the cache has already stays as it is.
 */
export async function catchUpFromLedger(cache: Cache, ledger: Pick<Ledger, 'latestFacts'>): Promise<Result<null>> {
  const latest = await ledger.latestFacts(caughtUp);
  if (!latest.ok) return fail(latest.error.code, latest.error.detail);
  const { contacts, events } = latest.value;
  return put(
    cache,
    contacts,
    events.map((event) => ({ entry: 'event', ...event })),
  );
}

async function putEvents(cache: Cache, ledger: Ledger): Promise<Result<null>> {
  for (let after: ContactEvent | null = null; ; ) {
    const page: Awaited<ReturnType<LedgerStore['pendingContactEvents']>> = await ledger.pendingContactEvents({
      after,
      limit: pageSize,
    });
    if (!page.ok) return fail(page.error.code, page.error.detail);
    if (page.value.length === 0) return ok(null);
    const entries = page.value.map((event): TimelineEntry => ({ entry: 'event', ...event }));
    const stored = await put(cache, [], entries);
    if (!stored.ok) return stored;
    after = page.value.at(-1) ?? null;
  }
}

async function put(
  cache: Cache,
  contacts: readonly Contact[],
  entries: readonly TimelineEntry[],
): Promise<Result<null>> {
  if (contacts.length === 0 && entries.length === 0) return ok(null);
  const stored = await cache.putLocal({ contacts, entries });
  return stored.ok ? ok(null) : fail(stored.error.code, stored.error.detail);
}
