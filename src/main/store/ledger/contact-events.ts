import type { ContactEvent } from '#shared/contracts/records.ts';
import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';
import { boundWorkspace } from './workspace.ts';

export const eventColumns = `id, contact_id AS contactId, type, at, call_id AS callId, kind, duration_ms AS durationMs, agent`;

const defaultLimit = 1000;

export function addContactEvent(db: Db, event: ContactEvent): void {
  prepared<[ContactEvent & { readonly workspace: string }]>(
    db,
    `INSERT INTO contact_events (id, contact_id, type, at, call_id, kind, duration_ms, agent, workspace)
     VALUES (@id, @contactId, @type, @at, @callId, @kind, @durationMs, @agent, @workspace) ON CONFLICT (id) DO NOTHING`,
  ).run({ ...event, workspace: boundWorkspace(db) });
}

export function pendingContactEvents(
  db: Db,
  {
    after = null,
    limit = defaultLimit,
  }: { readonly after?: Pick<ContactEvent, 'at' | 'id'> | null; readonly limit?: number } = {},
): readonly ContactEvent[] {
  return prepared<[string, number, string, number], ContactEvent>(
    db,
    `SELECT ${eventColumns} FROM contact_events WHERE acknowledged = 0 AND workspace = ? AND (at, id) > (?, ?)
     ORDER BY at, id LIMIT ?`,
  ).all(boundWorkspace(db), after?.at ?? -1, after?.id ?? '', limit);
}

/** The rows stay: they are this desktop's own record. */
export function acknowledgeContactEvents(db: Db, ids: readonly string[]): void {
  const acknowledge = prepared<[string]>(db, 'UPDATE contact_events SET acknowledged = 1 WHERE id = ?');
  db.transaction(() => {
    for (const id of ids) acknowledge.run(id);
  }).immediate();
}
