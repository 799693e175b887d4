/** The life of a call in the journal: opened, changed, settled; and what a crash leaves, put right at the next start. */
import type { CallRow, ContactEvent } from '#shared/contracts/records.ts';
import type { CallPatch, NewCall } from '../ledger-store.ts';
import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';
import { StoreError } from '../store-error.ts';
import { call, insertCall, patchCall, unsettledCalls } from './calls.ts';
import { addContactEvent } from './contact-events.ts';

function existing(db: Db, id: string): CallRow {
  const row = call(db, id);
  if (row === null) throw new StoreError('logic', `call ${id} is not in the journal`);
  return row;
}

export function openCall(db: Db, value: NewCall): CallRow {
  insertCall(db, value);
  return existing(db, value.id);
}

/** See `LedgerStore.updateCall`. */
export function updateCall(db: Db, id: string, patch: CallPatch, event?: ContactEvent): CallRow | null {
  return db
    .transaction(() => {
      const before = call(db, id);
      if (before === null) return null;
      patchCall(db, before, patch);
      if (event !== undefined) addContactEvent(db, event);
      return existing(db, id);
    })
    .immediate();
}

export function alive(db: Db, now: number): void {
  prepared<[number]>(
    db,
    'INSERT INTO heartbeat (id, alive_at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET alive_at = excluded.alive_at',
  ).run(now);
}

function aliveAt(db: Db): number | null {
  const row = prepared<[], { alive_at: number }>(db, 'SELECT alive_at FROM heartbeat WHERE id = 1').get();
  return row?.alive_at ?? null;
}

/**
 * The last beat, unless the call itself tells of a later instant: it was offered or answered after that beat. A beat later than
 * `now` means that the clock was set back; the call cannot have ended in the future.
 */
function endOf(row: CallRow, lastBeat: number | null, now: number): number {
  const known = Math.max(row.startedAt, row.answeredAt ?? 0);
  return lastBeat === null ? known : Math.max(known, Math.min(lastBeat, now));
}

function interruption(row: CallRow, endedAt: number): ContactEvent {
  return {
    id: `${row.id}/interrupted-call`,
    contactId: row.contactId,
    type: 'interrupted-call',
    at: endedAt,
    callId: row.id,
    kind: row.kind,
    durationMs: row.answeredAt === null ? null : endedAt - row.answeredAt,
    agent: null,
  };
}

/** See `LedgerStore.closeInterrupted`. */
export function closeInterrupted(db: Db, now: number): readonly CallRow[] {
  return db
    .transaction(() => {
      const lastBeat = aliveAt(db);
      return unsettledCalls(db).map((row) => {
        const endedAt = endOf(row, lastBeat, now);
        patchCall(db, row, { outcome: 'interrupted', endedAt });
        addContactEvent(db, interruption(row, endedAt));
        return existing(db, row.id);
      });
    })
    .immediate();
}
