import type { KeptNote, KeptNoteState, NewKeptNote } from '../ledger-store.ts';
import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';
import { boundWorkspace } from './workspace.ts';

const columns = `id, contact_id AS contactId, call_id AS callId, kind, duration_ms AS durationMs, bytes, sha256,
  mime_type AS mimeType, peaks, at, state, attempts, error`;

/** See `LedgerStore.noteKeep`. */
export function noteKeep(db: Db, note: NewKeptNote): void {
  prepared<[NewKeptNote & { readonly workspace: string }]>(
    db,
    `INSERT INTO note_outbox
       (id, contact_id, call_id, kind, duration_ms, bytes, sha256, mime_type, peaks, at, state, workspace)
     VALUES (@id, @contactId, @callId, @kind, @durationMs, @bytes, @sha256, @mimeType, @peaks, @at, 'draft',
       coalesce((SELECT workspace FROM calls WHERE id = @callId), @workspace))
     ON CONFLICT (id) DO UPDATE
       SET duration_ms = excluded.duration_ms, bytes = excluded.bytes, sha256 = excluded.sha256, mime_type = excluded.mime_type
       WHERE state = 'draft'`,
  ).run({ ...note, workspace: boundWorkspace(db) });
}

export function noteKept(db: Db, id: string): KeptNote | null {
  return prepared<[string], KeptNote>(db, `SELECT ${columns} FROM note_outbox WHERE id = ?`).get(id) ?? null;
}

/** See `LedgerStore.noteMove`. */
export function noteMove(
  db: Db,
  id: string,
  { from, to, at, error }: { from: readonly KeptNoteState[]; to: KeptNoteState; at?: number; error?: string },
): KeptNote | null {
  prepared<[{ id: string; from: string; to: string; at: number | null; error: string | null }]>(
    db,
    `UPDATE note_outbox SET state = @to, error = @error, at = coalesce(@at, at)
     WHERE id = @id AND state IN (SELECT value FROM json_each(@from))`,
  ).run({ id, from: JSON.stringify(from), to, at: at ?? null, error: error ?? null });
  return noteKept(db, id);
}

export function noteAttempt(db: Db, id: string, error: string): void {
  prepared<[string, string]>(
    db,
    `UPDATE note_outbox SET attempts = attempts + 1, error = ? WHERE id = ? AND state = 'pending'`,
  ).run(error, id);
}

export function notesIn(db: Db, state: 'draft' | 'pending' | 'failed'): readonly KeptNote[] {
  return prepared<[string, string], KeptNote>(
    db,
    `SELECT ${columns} FROM note_outbox
     WHERE state IN ('draft', 'pending', 'failed') AND workspace = ? AND state = ? ORDER BY at, rowid`,
  ).all(boundWorkspace(db), state);
}

export function notesUnsent(db: Db): readonly string[] {
  return prepared<[], { readonly id: string }>(
    db,
    `SELECT id FROM note_outbox WHERE state IN ('draft', 'pending', 'failed')`,
  )
    .all()
    .map(({ id }) => id);
}
