import type { ContactEvent } from '#shared/contracts/records.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { CacheStore } from '../store/cache-store.ts';
import type { LedgerStore } from '../store/ledger-store.ts';

const pageSize = 500;

/**
 * Puts into an empty cache what the ledger knows. With a PBX that is everything there ever was; with a gateway it is what the gateway has not yet
 * been told, so that a snapshot does not hide a call of a minute ago.
 */
export async function rebuildFromLedger(
  cache: Pick<CacheStore, 'putLocal'>,
  ledger: Pick<LedgerStore, 'knownContacts' | 'pendingContactEvents'>,
): Promise<Result<null>> {
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<LedgerStore['knownContacts']>> = await ledger.knownContacts({
      after,
      limit: pageSize,
    });
    if (!page.ok) return fail(page.error.code, page.error.detail);
    if (page.value.length === 0) break;
    const stored = await cache.putLocal({ contacts: page.value });
    if (!stored.ok) return fail(stored.error.code, stored.error.detail);
    after = page.value.at(-1)?.id ?? null;
  }
  for (let after: ContactEvent | null = null; ; ) {
    const page: Awaited<ReturnType<LedgerStore['pendingContactEvents']>> = await ledger.pendingContactEvents({
      after,
      limit: pageSize,
    });
    if (!page.ok) return fail(page.error.code, page.error.detail);
    if (page.value.length === 0) return ok(null);
    const stored = await cache.putLocal({ entries: page.value.map((event) => ({ entry: 'event', ...event })) });
    if (!stored.ok) return fail(stored.error.code, stored.error.detail);
    after = page.value.at(-1) ?? null;
  }
}
