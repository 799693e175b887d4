import type { CallRow, ContactEvent } from '#shared/contracts/records.ts';
import { isMissedType } from '#shared/domain/missed.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { CacheStore } from '../store/cache-store.ts';
import { isGuessed } from '../store/guessed-outcome.ts';
import type { LedgerStore } from '../store/ledger-store.ts';

export interface MissedCallsOptions {
  readonly ledger: Pick<LedgerStore, 'call' | 'openCall'>;
  readonly cache: Pick<CacheStore, 'contact'>;
  readonly rowsChanged: (rows: readonly CallRow[]) => void;
  /** By the clock that stamped the calls: the gateway's. This computer's may be wrong by years, and would have them all too old. */
  readonly now: () => Promise<number>;
  readonly log: MainLog;
}

/**
 * Older ones stand in their conversations; the journal of a new desktop need not begin with a year of them. Only how far back the list goes
 * depends on this, never whether a call is in it twice: that is its id's matter.
 */
const longestAgoMs = 30 * 24 * 60 * 60 * 1000;

/** So many are told to the window at a time. */
const partSize = 100;

/**
 * Calls that the team missed while they did not ring here (this desktop was off, away or not yet connected) belong in the list of missed
 * calls too. A call that did ring here has its row already, which stays as it is unless this desktop could only guess how the call came out.
 * One is written after the other, so that the journal of a call that rings now never waits behind a thousand old ones.
 * @returns resolves when they are noted; never rejects
 */
export function createMissedCalls({ ledger, cache, rowsChanged, now, log }: MissedCallsOptions) {
  let noting: Promise<void> = Promise.resolve();

  async function note({ callId, contactId, at, kind, type }: ContactEvent): Promise<CallRow | null> {
    if (callId === null) return null;
    const known = await ledger.call(callId);
    if (known.ok && known.value !== null && !isGuessed(known.value)) return null;
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
      reason: type === 'missed-low-balance' ? 'balance-low' : null,
    });
    if (opened.ok) return opened.value;
    log.error('a missed call could not be noted', { fault: opened.error.fault });
    return null;
  }

  async function noteAll(events: readonly ContactEvent[]): Promise<void> {
    let rows: CallRow[] = [];
    const oldest = (await now()) - longestAgoMs;
    for (const event of events.filter(({ at }) => at >= oldest)) {
      const row = await note(event);
      if (row !== null) rows.push(row);
      if (rows.length < partSize) continue;
      rowsChanged(rows);
      rows = [];
    }
    if (rows.length > 0) rowsChanged(rows);
  }

  return (events: readonly ContactEvent[]): Promise<void> => {
    const missed = events.filter(({ type }) => isMissedType(type));
    if (missed.length > 0) noting = noting.then(() => noteAll(missed));
    return noting;
  };
}
