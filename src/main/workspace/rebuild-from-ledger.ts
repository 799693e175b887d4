import type { Contact, TimelineEntry } from '#shared/contracts/records.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { CacheStore } from '../store/cache-store.ts';
import type { LedgerStore } from '../store/ledger-store.ts';
import { noteOfKept } from './note-of-kept.ts';

type Cache = Pick<CacheStore, 'putLocal'>;
type Ledger = Pick<LedgerStore, 'knownContacts' | 'callsPage' | 'pendingContactEvents' | 'outboxPending' | 'notesIn'>;
type EventsAfter = NonNullable<Parameters<LedgerStore['pendingContactEvents']>[0]>['after'];

const pageSize = 500;
/** Calls whose contacts are looked at again after a start. */
const latestCalls = 200;

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
  return stored.ok ? putEvents(cache, ledger, null) : stored;
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
 * Puts what the ledger has noted since that instant: a crash may have kept it from the cache, and that a call was interrupted is noted by the
 * ledger alone, at the next start.
 */
export async function catchUpFromLedger(cache: Cache, ledger: Ledger, since: number): Promise<Result<null>> {
  const calls = await ledger.callsPage({ tab: 'all', before: null, limit: latestCalls });
  if (!calls.ok) return fail(calls.error.code, calls.error.detail);
  const newestFirst = new Map<string, Contact>();
  for (const { contactId: id, name, phone } of calls.value.rows)
    if (!newestFirst.has(id)) newestFirst.set(id, { id, name, phone });
  const stored = await put(cache, [...newestFirst.values()], []);
  return stored.ok ? putEvents(cache, ledger, { at: since, id: '' }) : stored;
}

async function putEvents(cache: Cache, ledger: Ledger, from: EventsAfter): Promise<Result<null>> {
  for (let after = from; ; ) {
    const page = await ledger.pendingContactEvents({ after: after ?? null, limit: pageSize });
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
