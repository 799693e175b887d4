import type { CallCost, CallRow, Contact, Page } from '#shared/contracts/records.ts';
import type { CallPatch, CallsTab, NewCall, PageQuery } from '../ledger-store.ts';
import type { Db } from '../sqlite/database.ts';
import { clampLimit, parsePageCursor, toPage } from '../sqlite/page-cursor.ts';
import { prepared } from '../sqlite/statements.ts';
import { boundWorkspace } from './workspace.ts';

interface CallColumns {
  readonly id: string;
  readonly contact_id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly direction: CallRow['direction'];
  readonly kind: CallRow['kind'];
  readonly started_at: number;
  readonly answered_at: number | null;
  readonly ended_at: number | null;
  readonly outcome: CallRow['outcome'];
  readonly reason: string | null;
  readonly cost: string | null;
  readonly cost_currency: string | null;
  readonly charged_seconds: number | null;
  readonly has_recording: 0 | 1;
}

const toRow = (row: CallColumns): CallRow => ({
  id: row.id,
  contactId: row.contact_id,
  name: row.name,
  phone: row.phone,
  direction: row.direction,
  kind: row.kind,
  startedAt: row.started_at,
  answeredAt: row.answered_at,
  endedAt: row.ended_at,
  outcome: row.outcome,
  reason: row.reason,
  hasRecording: row.has_recording === 1,
  ...(row.cost === null || row.cost_currency === null
    ? {}
    : { cost: { amount: row.cost, currency: row.cost_currency, chargedSeconds: row.charged_seconds ?? 0 } }),
});

const columns = `calls.*, EXISTS (SELECT 1 FROM recordings r WHERE r.call_id = calls.id AND r.state <> 'failed') AS has_recording`;

export function call(db: Db, id: string): CallRow | null {
  const row = prepared<[string], CallColumns>(db, `SELECT ${columns} FROM calls WHERE id = ?`).get(id);
  return row === undefined ? null : toRow(row);
}

export function insertCall(db: Db, value: NewCall): void {
  prepared<[NewCall & { readonly workspace: string }]>(
    db,
    `INSERT INTO calls (id, contact_id, name, phone, direction, kind, started_at, answered_at, ended_at, outcome, reason,
       workspace)
     VALUES (@id, @contactId, @name, @phone, @direction, @kind, @startedAt, @answeredAt, @endedAt, @outcome, @reason,
       @workspace)
     ON CONFLICT (id) DO NOTHING`,
  ).run({ ...value, workspace: boundWorkspace(db) });
}

/**
 * Who is called can still be learnt after the end, and which colleague answered, once; how the call came out cannot be changed any more.
 */
export function patchCall(db: Db, before: CallRow, patch: CallPatch): void {
  const { contactId = before.contactId, name = before.name, phone = before.phone } = patch;
  const {
    answeredAt = before.answeredAt,
    endedAt = before.endedAt,
    outcome = before.outcome,
  } = before.outcome === null ? patch : {};
  const mayTellWhy = before.outcome === null || (before.outcome === 'answered-elsewhere' && before.reason === null);
  const reason = mayTellWhy && patch.reason !== undefined ? patch.reason : before.reason;
  prepared<[Omit<NewCall, 'direction' | 'kind' | 'startedAt'>]>(
    db,
    `UPDATE calls SET contact_id = @contactId, name = @name, phone = @phone, answered_at = @answeredAt,
       ended_at = @endedAt, outcome = @outcome, reason = @reason WHERE id = @id`,
  ).run({ id: before.id, contactId, name, phone, answeredAt, endedAt, outcome, reason });
}

/** See `LedgerStore.chargeCall`. */
export function chargeCall(db: Db, id: string, { amount, currency, chargedSeconds }: CallCost): CallRow | null {
  prepared<[string, string, number, string]>(
    db,
    `UPDATE calls SET cost = ?, cost_currency = ?, charged_seconds = ? WHERE id = ? AND cost IS NULL`,
  ).run(amount, currency, chargedSeconds, id);
  return call(db, id);
}

/**
 * Who knows better replaces a guess (guessed-outcome.ts): null as the outcome opens the row again. When the call began, and whose it is, stay
 * as they were seen here first.
 */
export function correctGuess(db: Db, before: CallRow, { startedAt, endedAt, outcome, reason }: NewCall): void {
  const began = Math.min(before.startedAt, startedAt);
  prepared<[Pick<NewCall, 'id' | 'startedAt' | 'endedAt' | 'outcome' | 'reason'>]>(
    db,
    `UPDATE calls SET started_at = @startedAt, ended_at = @endedAt, outcome = @outcome, reason = @reason WHERE id = @id`,
  ).run({ id: before.id, startedAt: began, endedAt, outcome, reason });
}

const conditions: Readonly<Record<CallsTab, string>> = {
  all: '',
  missed: "outcome = 'missed' AND",
  answered: "outcome = 'answered' AND",
  outgoing: "direction = 'business-initiated' AND",
};

/** Of the workspace in force: a contact of another one is nobody here. */
export function callsPage(db: Db, query: PageQuery & { readonly tab: CallsTab }): Page<CallRow> {
  const before = parsePageCursor(query.before);
  const limit = clampLimit(query.limit);
  const found = prepared<[string, number, string, number], CallColumns>(
    db,
    `SELECT ${columns} FROM calls WHERE ${conditions[query.tab]} workspace = ? AND (started_at, id) < (?, ?)
     ORDER BY started_at DESC, id DESC LIMIT ?`,
  ).all(boundWorkspace(db), before.at, before.id, limit + 1);
  return toPage(found, limit, (row) => ({ at: row.started_at, id: row.id }), toRow);
}

/** Oldest first. */
export function unsettledCalls(db: Db): readonly CallRow[] {
  return prepared<[], CallColumns>(db, `SELECT ${columns} FROM calls WHERE outcome IS NULL ORDER BY started_at, id`)
    .all()
    .map(toRow);
}

export function knownContacts(
  db: Db,
  query: { readonly after: string | null; readonly limit: number },
): readonly Contact[] {
  // With max() the other columns come from the row that holds the maximum: https://sqlite.org/lang_select.html#bareagg
  return prepared<[string, string, number], Contact>(
    db,
    `SELECT contact_id AS id, name, phone FROM (
       SELECT contact_id, name, phone, max(started_at) FROM calls WHERE workspace = ? AND contact_id > ?
       GROUP BY contact_id ORDER BY contact_id LIMIT ?)`,
  ).all(boundWorkspace(db), query.after ?? '', clampLimit(query.limit));
}
