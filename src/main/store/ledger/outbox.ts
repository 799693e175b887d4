import type { OutboxEntry, OutboxMessage } from '../ledger-store.ts';
import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';
import { StoreError } from '../store-error.ts';
import { boundWorkspace } from './workspace.ts';

const columns = 'id, contact_id AS contactId, text, at, state, attempts, error';

export function outboxAdd(db: Db, message: OutboxMessage): OutboxEntry {
  prepared<[OutboxMessage & { readonly workspace: string }]>(
    db,
    `INSERT INTO outbox (id, contact_id, text, at, state, workspace)
     VALUES (@id, @contactId, @text, @at, 'pending', @workspace)
     ON CONFLICT (id) DO UPDATE SET state = 'pending' WHERE state = 'failed'`,
  ).run({ ...message, workspace: boundWorkspace(db) });
  const entry = prepared<[string], OutboxEntry>(db, `SELECT ${columns} FROM outbox WHERE id = ?`).get(message.id);
  if (entry === undefined) throw new StoreError('logic', `message ${message.id} is not in the outbox`);
  return entry;
}

export function outboxIn(db: Db, state: 'pending' | 'failed'): readonly OutboxEntry[] {
  return prepared<[string, string], OutboxEntry>(
    db,
    `SELECT ${columns} FROM outbox
     WHERE state IN ('pending', 'failed') AND workspace = ? AND state = ? ORDER BY at, rowid`,
  ).all(boundWorkspace(db), state);
}

export function outboxDone(db: Db, id: string): void {
  prepared<[string]>(db, `UPDATE outbox SET state = 'done', attempts = attempts + 1, error = NULL WHERE id = ?`).run(
    id,
  );
}

export function outboxFail(db: Db, id: string, error: string, final: boolean): void {
  prepared<[string, string, string]>(
    db,
    `UPDATE outbox SET state = ?, attempts = attempts + 1, error = ? WHERE id = ? AND state <> 'done'`,
  ).run(final ? 'failed' : 'pending', error, id);
}
