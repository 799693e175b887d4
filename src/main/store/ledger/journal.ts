/** The life of a call in the journal: opened, changed, settled; and what a crash leaves, put right at the next start. */
import type { CallRow, ContactEvent } from '#shared/contracts/records.ts';
import { crashReason, isGuessed } from '../guessed-outcome.ts';
import type { CallPatch, NewCall, WorkspaceMode } from '../ledger-store.ts';
import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';
import { StoreError } from '../store-error.ts';
import { call, correctGuess, insertCall, patchCall, unsettledCalls } from './calls.ts';
import { addContactEvent } from './contact-events.ts';

function existing(db: Db, id: string): CallRow {
  const row = call(db, id);
  if (row === null) throw new StoreError('logic', `call ${id} is not in the journal`);
  return row;
}

/** See `LedgerStore.openCall`. */
export function openCall(db: Db, value: NewCall): CallRow {
  return db
    .transaction(() => {
      insertCall(db, value);
      const row = existing(db, value.id);
      if (!isGuessed(row)) return row;
      correctGuess(db, row, value);
      return existing(db, value.id);
    })
    .immediate();
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

function factOf(row: CallRow, type: 'interrupted-call' | 'missed-call', endedAt: number): ContactEvent {
  return {
    id: `${row.id}/${type}`,
    contactId: row.contactId,
    type,
    at: endedAt,
    callId: row.id,
    kind: row.kind,
    durationMs: row.answeredAt === null ? null : endedAt - row.answeredAt,
    agent: null,
  };
}

function closeCrashed(db: Db, row: CallRow, endedAt: number, mode: WorkspaceMode): void {
  const wasRinging = row.direction === 'user-initiated' && row.answeredAt === null;
  if (wasRinging && mode === 'pbx') {
    patchCall(db, row, { outcome: 'missed', reason: crashReason, endedAt });
    addContactEvent(db, factOf(row, 'missed-call', endedAt));
    return;
  }
  patchCall(db, row, { outcome: 'interrupted', endedAt });
  // What becomes of a call that rings on elsewhere is a fact that the gateway states.
  if (!wasRinging) addContactEvent(db, factOf(row, 'interrupted-call', endedAt));
}

/** See `LedgerStore.closeInterrupted`. */
export function closeInterrupted(db: Db, now: number, mode: WorkspaceMode): readonly CallRow[] {
  return db
    .transaction(() => {
      const lastBeat = aliveAt(db);
      return unsettledCalls(db).map((row) => {
        closeCrashed(db, row, endOf(row, lastBeat, now), mode);
        return existing(db, row.id);
      });
    })
    .immediate();
}
