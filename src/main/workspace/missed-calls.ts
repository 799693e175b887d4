import type { CallRow, ContactEvent } from '#shared/contracts/records.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { CacheStore } from '../store/cache-store.ts';
import type { LedgerStore } from '../store/ledger-store.ts';

export interface MissedCallsOptions {
  readonly ledger: Pick<LedgerStore, 'openCall'>;
  readonly cache: Pick<CacheStore, 'contact'>;
  readonly rowsChanged: (rows: readonly CallRow[]) => void;
  readonly now: () => number;
  readonly log: MainLog;
}

/** Older ones stand in their conversations; the journal of a new desktop need not begin with a year of them. */
const longestAgoMs = 30 * 24 * 60 * 60 * 1000;

/**
 * Calls that the team missed while they did not ring here (this desktop was off, away or not yet connected) belong in the list of missed
 * calls too. A call that did ring here has its row already, which stays as it is.
 */
export function createMissedCalls({ ledger, cache, rowsChanged, now, log }: MissedCallsOptions) {
  return async (event: ContactEvent): Promise<void> => {
    const { type, callId, contactId, at, kind } = event;
    if (type !== 'missed-call' || callId === null || at < now() - longestAgoMs) return;
    const found = await cache.contact(contactId);
    const contact = found.ok ? found.value?.contact : undefined;
    const opened = await ledger.openCall({
      id: callId,
      contactId,
      name: contact?.name ?? contactId,
      phone: contact?.phone ?? null,
      direction: 'user-initiated',
      kind: kind ?? 'voice',
      startedAt: at,
      answeredAt: null,
      endedAt: at,
      outcome: 'missed',
      reason: null,
    });
    if (opened.ok) rowsChanged([opened.value]);
    else log.error('a missed call could not be noted', { fault: opened.error.fault });
  };
}
