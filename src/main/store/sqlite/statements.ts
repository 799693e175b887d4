import type { Statement } from 'better-sqlite3';
import type { Db } from './database.ts';

const statements = new WeakMap<Db, Map<string, Statement>>();

/**
 * A statement prepared once for each open database. `Row` is what the caller knows about the columns it names.
 * Never use it for a statement that is still being iterated: it is one shared object.
 */
export function prepared<Parameters extends unknown[], Row = never>(db: Db, sql: string): Statement<Parameters, Row> {
  let known = statements.get(db);
  if (known === undefined) {
    known = new Map();
    statements.set(db, known);
  }
  let statement = known.get(sql);
  if (statement === undefined) {
    statement = db.prepare(sql);
    known.set(sql, statement);
  }
  return statement as unknown as Statement<Parameters, Row>;
}
