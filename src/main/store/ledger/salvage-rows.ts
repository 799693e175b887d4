/**
 * Reads what can still be read of a damaged table. It walks along the rowid, which needs the table's own tree and no index; where a
 * page cannot be read it looks for the next rowid behind it by doubling its stride, then by halving.
 */
import type { Db } from '../sqlite/database.ts';
import { classify } from '../store-error.ts';

type Row = Readonly<Record<string, unknown>>;
type NumberedRow = Row & { readonly salvage_rowid: number };

/** Rowids start at 1 unless somebody set them; ours are never below. */
const firstRowid = 1;
const lastRowid = Number.MAX_SAFE_INTEGER;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export function isDamage(error: unknown): boolean {
  const { fault } = classify(error);
  return fault === 'corrupt' || fault === 'io';
}

/** Whether a row at or behind `rowid` can be reached; `end`: there is none. */
function reach(db: Db, table: string, rowid: number): 'row' | 'end' | 'damaged' {
  try {
    const found = db.prepare(`SELECT rowid FROM ${quoted(table)} WHERE rowid >= ? ORDER BY rowid LIMIT 1`).get(rowid);
    return found === undefined ? 'end' : 'row';
  } catch (error) {
    if (isDamage(error)) return 'damaged';
    throw error;
  }
}

/** The smallest rowid above `from` that can be reached again; null: nothing more. */
function behindDamage(db: Db, table: string, from: number): number | null {
  let damaged = from;
  for (let stride = 1; ; stride *= 2) {
    const probe = damaged + stride;
    if (probe > lastRowid) return null;
    const found = reach(db, table, probe);
    if (found === 'end') return null;
    if (found === 'damaged') {
      damaged = probe;
      continue;
    }
    let reachable = probe;
    while (reachable - damaged > 1) {
      const middle = Math.floor((damaged + reachable) / 2);
      if (reach(db, table, middle) === 'damaged') damaged = middle;
      else reachable = middle;
    }
    return reachable;
  }
}

/**
 * @param columns of the table, read by name
 * @returns rows in the order of their rowid; those on unreadable pages are left out. The generator's own value: whether all was readable
 */
export function* salvageRows(db: Db, table: string, columns: readonly string[]): Generator<Row, boolean> {
  const read = db.prepare<[number], NumberedRow>(
    `SELECT rowid AS salvage_rowid, ${columns.map(quoted).join(', ')} FROM ${quoted(table)} WHERE rowid >= ? ORDER BY rowid`,
  );
  let next: number | null = firstRowid;
  let whole = true;
  while (next !== null) {
    let from: number = next;
    try {
      for (const { salvage_rowid: rowid, ...row } of read.iterate(from)) {
        // A tree whose pages point in circles would never end.
        if (rowid < from) return false;
        from = rowid + 1;
        yield row;
      }
      next = null;
    } catch (error) {
      if (!isDamage(error)) throw error;
      whole = false;
      next = behindDamage(db, table, from);
    }
  }
  return whole;
}

/** How many rows there should be, as far as the smallest index tells; null where it is damaged too. */
export function countRows(db: Db, table: string): number | null {
  try {
    const row = db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${quoted(table)}`).get();
    return row?.n ?? null;
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}
