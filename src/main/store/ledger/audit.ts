/** The audit trail: append-only, each row sealed with the hash of the one before. */
import { createHash } from 'node:crypto';
import type { AuditEntry, AuditRow } from '../ledger-store.ts';
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

export function auditVerify(db: Db): number | null {
  let previous = beginning;
  let seq = 0;
  for (const row of db.prepare<[], AuditColumns>('SELECT * FROM audit ORDER BY seq').iterate()) {
    seq += 1;
    if (row.seq !== seq || row.previous_hash !== previous || row.hash !== seal(previous, row)) return row.seq;
    previous = row.hash;
  }
  return null;
}
