/** The audit trail: append-only, each row sealed with the hash of the one before. */
import { createHash } from 'node:crypto';
import type { AuditEntry, AuditHead, AuditRow, AuditVerdict } from '../ledger-store.ts';
import type { Db } from '../sqlite/database.ts';
import { clampLimit } from '../sqlite/page-cursor.ts';
import { prepared } from '../sqlite/statements.ts';

interface AuditColumns {
  readonly seq: number;
  readonly at: number;
  readonly who: string;
  readonly what: string;
  /** JSON as it was hashed */
  readonly details: string;
  readonly previous_hash: string;
  readonly hash: string;
}

/** The first row's predecessor. */
const beginning = '0'.repeat(64);

function seal(previousHash: string, row: Pick<AuditColumns, 'seq' | 'at' | 'who' | 'what' | 'details'>): string {
  const content = JSON.stringify([previousHash, row.seq, row.at, row.who, row.what, row.details]);
  return createHash('sha256').update(content).digest('hex');
}

const toRow = ({ seq, at, who, what, details, hash }: AuditColumns): AuditRow => ({
  seq,
  at,
  who,
  what,
  details: JSON.parse(details) as AuditRow['details'],
  hash,
});

export function auditAppend(db: Db, entry: AuditEntry): AuditRow {
  return db
    .transaction(() => {
      const last = prepared<[], AuditColumns>(db, 'SELECT * FROM audit ORDER BY seq DESC LIMIT 1').get();
      const unsealed = {
        seq: (last?.seq ?? 0) + 1,
        at: entry.at,
        who: entry.who,
        what: entry.what,
        details: JSON.stringify(entry.details),
        previous_hash: last?.hash ?? beginning,
      };
      const row = { ...unsealed, hash: seal(unsealed.previous_hash, unsealed) };
      prepared<[AuditColumns]>(
        db,
        `INSERT INTO audit (seq, at, who, what, details, previous_hash, hash)
         VALUES (@seq, @at, @who, @what, @details, @previous_hash, @hash)`,
      ).run(row);
      return toRow(row);
    })
    .immediate();
}

export function auditPage(
  db: Db,
  query: { readonly before: number | null; readonly limit: number },
): readonly AuditRow[] {
  return prepared<[number, number], AuditColumns>(db, 'SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?')
    .all(query.before ?? Number.MAX_SAFE_INTEGER, clampLimit(query.limit))
    .map(toRow);
}

/** See `LedgerStore.auditVerify`. */
export function auditVerify(db: Db, heads: readonly AuditHead[]): AuditVerdict {
  let head: AuditHead = { seq: 0, hash: beginning };
  let broken: AuditVerdict['broken'] = null;
  const isOneOfThem = ({ seq, hash }: AuditHead): boolean =>
    heads.every((known) => known.seq !== seq || known.hash === hash);
  for (const row of db.prepare<[], AuditColumns>('SELECT * FROM audit ORDER BY seq').iterate()) {
    const { seq, previous_hash, hash } = row;
    if (seq !== head.seq + 1) broken ??= { seq: head.seq + 1, how: 'missing' };
    const fits = previous_hash === head.hash && hash === seal(head.hash, row) && isOneOfThem(row);
    if (!fits) broken ??= { seq, how: 'changed' };
    head = { seq, hash };
  }
  const newest = Math.max(0, ...heads.map(({ seq }) => seq));
  if (newest > head.seq) broken ??= { seq: head.seq + 1, how: 'missing' };
  return { head, broken };
}
