import { createHash } from 'node:crypto';
import type { Page, RecordingRow, RecordingState } from '#shared/contracts/records.ts';
import type { FinishedRecording, NewRecording, PageQuery, StoredRecording } from '../ledger-store.ts';
import { toRecordingRow } from '../recording-row.ts';
import type { Db } from '../sqlite/database.ts';
import { clampLimit, parsePageCursor, toPage } from '../sqlite/page-cursor.ts';
import { prepared } from '../sqlite/statements.ts';
import { boundWorkspace } from './workspace.ts';

const columns = `id, call_id AS callId, contact_id AS contactId, name, phone, agent, started_at AS startedAt,
  duration_ms AS durationMs, bytes, state, sha256, root, path, closing`;

/** As long as a recording id may be (contracts/identifiers.ts). */
const maximumIdLength = 128;

export function recording(db: Db, id: string): StoredRecording | null {
  return prepared<[string], StoredRecording>(db, `SELECT ${columns} FROM recordings WHERE id = ?`).get(id) ?? null;
}

export function recordingsRoot(db: Db, root: string): void {
  prepared<[string]>(db, 'UPDATE recordings SET root = ? WHERE root IS NULL').run(root);
}

/** A call id that leaves no room for `-2` is cut, with a hash that keeps it apart from others that begin alike. */
function stemOf(callId: string): string {
  const suffixRoom = 6;
  if (callId.length <= maximumIdLength - suffixRoom) return callId;
  const hash = createHash('sha256').update(callId).digest('hex').slice(0, 16);
  return `${callId.slice(0, maximumIdLength - suffixRoom - hash.length - 1)}-${hash}`;
}

export function nextRecordingId(db: Db, callId: string): string {
  const taken = (id: string): boolean => recording(db, id) !== null;
  if (!taken(callId)) return callId;
  for (let n = 2; ; n += 1) {
    const id = `${stemOf(callId)}-${n}`;
    if (!taken(id)) return id;
  }
}

export function recordingBegin(db: Db, value: NewRecording): StoredRecording | null {
  const { changes } = prepared<[NewRecording & { readonly workspace: string }]>(
    db,
    `INSERT INTO recordings (id, call_id, contact_id, name, phone, agent, started_at, state, root, path, workspace)
     VALUES (@id, @callId, @contactId, @name, @phone, @agent, @startedAt, 'writing', @root, @path,
       coalesce((SELECT workspace FROM calls WHERE id = @callId), @workspace)) ON CONFLICT DO NOTHING`,
  ).run({ ...value, workspace: boundWorkspace(db) });
  return changes === 0 ? null : recording(db, value.id);
}

export function recordingProgress(db: Db, id: string, bytes: number): void {
  prepared<[number, string]>(db, `UPDATE recordings SET bytes = ? WHERE id = ? AND state = 'writing'`).run(bytes, id);
}

export function recordingClosing(db: Db, id: string, as: 'complete' | 'cut'): void {
  prepared<[string, string]>(
    db,
    `UPDATE recordings SET closing = ? WHERE id = ? AND state = 'writing' AND closing IS NULL`,
  ).run(as, id);
}

export function recordingFinish(db: Db, id: string, patch: FinishedRecording): StoredRecording | null {
  prepared<[FinishedRecording & { id: string }]>(
    db,
    `UPDATE recordings SET state = @state, duration_ms = @durationMs, bytes = @bytes, sha256 = @sha256
     WHERE id = @id AND state = 'writing'`,
  ).run({ ...patch, id });
  return recording(db, id);
}

export function recordingAdopt(db: Db, value: NewRecording, patch: FinishedRecording): StoredRecording | null {
  return db
    .transaction(() => (recordingBegin(db, value) === null ? null : recordingFinish(db, value.id, patch)))
    .immediate();
}

/** Oldest first. */
export function recordingsByState(db: Db, state: RecordingState): readonly StoredRecording[] {
  return prepared<[string], StoredRecording>(
    db,
    `SELECT ${columns} FROM recordings WHERE state = ? ORDER BY started_at, id`,
  ).all(state);
}

/** Of the workspace in force, as the list of calls is. */
export function recordingsPage(db: Db, query: PageQuery): Page<RecordingRow> {
  const before = parsePageCursor(query.before);
  const limit = clampLimit(query.limit);
  const found = prepared<[string, number, string, number], StoredRecording>(
    db,
    `SELECT ${columns} FROM recordings WHERE workspace = ? AND (started_at, id) < (?, ?)
     ORDER BY started_at DESC, id DESC LIMIT ?`,
  ).all(boundWorkspace(db), before.at, before.id, limit + 1);
  return toPage(found, limit, (row) => ({ at: row.startedAt, id: row.id }), toRecordingRow);
}

export function recordingPathsKnown(db: Db, paths: readonly string[]): readonly string[] {
  const known = prepared<[string], { path: string }>(db, 'SELECT path FROM recordings WHERE path = ?');
  return paths.filter((path) => known.get(path) !== undefined);
}
