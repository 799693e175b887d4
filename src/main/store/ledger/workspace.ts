import type { Db } from '../sqlite/database.ts';
import { readMeta, writeMeta } from '../sqlite/meta.ts';
import { prepared } from '../sqlite/statements.ts';

const key = 'workspace';

/** Whose rows are written and read now; empty: nobody has said so yet. Kept in the file, so that it holds from the first write of the next start on. */
export const boundWorkspace = (db: Db): string => readMeta(db, key) ?? '';

/** See `LedgerStore.bind`. */
export function bindWorkspace(db: Db, workspace: string): void {
  const before = readMeta(db, key);
  if (before === workspace) return;
  db.transaction(() => {
    writeMeta(db, key, workspace);
    if (before !== null) return;
    for (const table of ['calls', 'contact_events', 'outbox', 'note_outbox', 'recordings'] as const)
      prepared<[string]>(db, `UPDATE ${table} SET workspace = ? WHERE workspace = ''`).run(workspace);
  }).immediate();
}
