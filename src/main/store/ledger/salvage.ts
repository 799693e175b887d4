/** Carries what is readable of a damaged ledger over into a new one. Works on a copy; the damaged file itself is not touched. */
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Db } from '../sqlite/database.ts';
import { rawRows } from './raw-rows.ts';
import { countRows, isDamage, salvageRows } from './salvage-rows.ts';
import { transplantHeader } from './transplant-header.ts';

export interface Salvage {
  /** Rows carried over, apart from the file's own bookkeeping. */
  readonly saved: number;
  /** null: nobody can tell */
  readonly lost: number | null;
}

interface TableSalvage {
  readonly table: string;
  saved: number;
  /** Read, but not what a row of this table can be. */
  refused: number;
  /** Reading the table met no damage. */
  readonly whole: boolean;
  /** How many rows there were; null: nobody can tell. */
  readonly expected: number | null;
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

const bookkeeping: readonly string[] = ['meta', 'heartbeat'];

function tablesOf(db: Db): readonly string[] {
  return db
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid`,
    )
    .all()
    .map(({ name }) => name);
}

const columnsOf = (db: Db, table: string): readonly Column[] => db.pragma(`table_info("${table}")`) as Column[];

/** Whether the file can be opened at all and tells its tables. */
function openDamaged(path: string): Db | null {
  let db: Db | null = null;
  try {
    db = new Database(path);
    tablesOf(db);
    return db;
  } catch (error) {
    db?.close();
    if (isDamage(error)) return null;
    throw error;
  }
}

/** Rows that break a rule of the new table are not what was once written there. */
function insertInto(to: Db, table: string, columns: readonly string[]): (values: readonly unknown[]) => boolean {
  const names = columns.map((name) => `"${name}"`).join(', ');
  const insert = to.prepare<unknown[]>(
    `INSERT OR IGNORE INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  return (values) => {
    try {
      return insert.run(...values).changes === 1;
    } catch (error) {
      // A value of another type, which no conflict clause forgives.
      if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')) return false;
      throw error;
    }
  };
}

function salvageTable(from: Db, to: Db, table: string): TableSalvage {
  const known = new Set(columnsOf(from, table).map(({ name }) => name));
  const columns = columnsOf(to, table)
    .map(({ name }) => name)
    .filter((name) => known.has(name));
  const insert = insertInto(to, table, columns);
  const rows = salvageRows(from, table, columns);
  let saved = 0;
  let refused = 0;
  for (;;) {
    const { done, value } = rows.next();
    if (done) return { table, saved, refused, whole: value, expected: countRows(from, table) };
    if (insert(columns.map((name) => value[name]))) saved += 1;
    else refused += 1;
  }
}

/**
 * Looks for further rows, page by page. What was saved already is refused as a repetition; no row of a ledger is ever deleted, so none
 * comes back from the dead. A page that leads to others can be damaged in a way that reading does not notice, so this is always done.
 */
function salvageRaw(path: string, to: Db, results: readonly TableSalvage[]): void {
  const targets = results.map((result) => {
    const columns = columnsOf(to, result.table);
    const insert = insertInto(
      to,
      result.table,
      columns.map(({ name }) => name),
    );
    return {
      result,
      insert,
      count: columns.length,
      key: columns.findIndex(({ type, pk }) => pk === 1 && type === 'INTEGER'),
    };
  });
  for (const { rowid, values } of rawRows(readFileSync(path))) {
    for (const { result, insert, count, key } of targets) {
      if (count !== values.length) continue;
      if (!insert(values.map((value, index) => (index === key ? rowid : value)))) continue;
      result.saved += 1;
      break;
    }
  }
}

function lostOf({ saved, refused, whole, expected }: TableSalvage): number | null {
  if (expected === null) return whole ? refused : null;
  return Math.max(0, expected - saved);
}

function sum(results: readonly TableSalvage[]): Salvage {
  return {
    saved: results.reduce((total, { saved }) => total + saved, 0),
    lost: results.map(lostOf).reduce((total, lost) => (total === null || lost === null ? null : total + lost), 0),
  };
}

/**
 * @param path of a copy of the damaged file; it may be changed
 * @param to a fresh ledger with the current schema
 * @param freshPath file of another fresh one, closed
 */
export function salvage(path: string, to: Db, freshPath: string): Salvage {
  let from = openDamaged(path);
  if (from === null) {
    transplantHeader(path, freshPath);
    from = openDamaged(path);
  }
  const source = from;
  return to.transaction(() => {
    let results: TableSalvage[];
    try {
      const present = new Set(source === null ? [] : tablesOf(source));
      results = tablesOf(to).map((table) =>
        source !== null && present.has(table)
          ? salvageTable(source, to, table)
          : { table, saved: 0, refused: 0, whole: source !== null, expected: null },
      );
    } finally {
      // Closing also brings what its write-ahead log held into the file.
      source?.close();
    }
    const precious = results.filter(({ table }) => !bookkeeping.includes(table));
    salvageRaw(path, to, precious);
    return sum(precious);
  })();
}
