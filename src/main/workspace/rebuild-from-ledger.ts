import type { Contact, ContactEvent, TimelineEntry } from '#shared/contracts/records.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { CacheChanges, CacheStore } from '../store/cache-store.ts';
import type { LedgerStore } from '../store/ledger-store.ts';
import { noteOfKept } from './note-of-kept.ts';

type Cache = Pick<CacheStore, 'putLocal'>;
type Ledger = Pick<LedgerStore, 'knownContacts' | 'pendingContactEvents' | 'latestFacts' | 'outboxIn' | 'notesIn'>;

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
  const messages = await unsentMessages(ledger);
  if (!messages.ok) return messages;
  const notes = await notesMadeHere(ledger);
  if (!notes.ok) return notes;
  const stored = await put(cache, [], [...messages.value, ...notes.value]);
  return stored.ok ? putEvents(cache, ledger) : stored;
}

/**
 * Shows the messages that an earlier life of the app took and has not sent, in the state in which the ledger has them: it may have ended
 * between the ledger and the cache.
 * @returns what changed by it; null: there are none
 */
export async function showUnsentMessages(
  cache: Cache,
  ledger: Pick<Ledger, 'outboxIn'>,
): Promise<Result<CacheChanges | null>> {
  const messages = await unsentMessages(ledger);
  if (!messages.ok || messages.value.length === 0) return messages.ok ? ok(null) : messages;
  const stored = await cache.putLocal({ entries: messages.value });
  return stored.ok ? ok(stored.value) : fail(stored.error.code, stored.error.detail);
}

/** How what is in either state of the ledger's stands in the conversation. */
const unsent = [
  ['pending', 'sending'],
  ['failed', 'failed'],
] as const;

async function unsentMessages(ledger: Pick<Ledger, 'outboxIn'>): Promise<Result<readonly TimelineEntry[]>> {
  const entries: TimelineEntry[] = [];
  for (const [state, status] of unsent) {
    const kept = await ledger.outboxIn(state);
    if (!kept.ok) return fail(kept.error.code, kept.error.detail);
    entries.push(
      ...kept.value.map(({ id, contactId, text, at }): TimelineEntry => {
        return { entry: 'message', id, contactId, direction: 'out', text, at, status };
      }),
    );
  }
  return ok(entries);
}

async function notesMadeHere(ledger: Ledger): Promise<Result<readonly TimelineEntry[]>> {
  const entries: TimelineEntry[] = [];
  for (const [state, status] of unsent) {
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
