import Database from 'better-sqlite3';
import { classify } from '../store-error.ts';

/**
 * Reads the file's whole structure, which takes seconds at half a gigabyte: only for a thread of its own. It goes table by table, so that
 * no read transaction stays open for long and holds up the write-ahead log.
 * @returns what is wrong; null: nothing
 */
export function quickCheck(path: string): string | null {
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true });
    try {
      const tables = db
        .prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0`)
        .all();
      for (const { name } of tables) {
        const verdict = db.pragma(`quick_check("${name.replaceAll('"', '""')}")`, { simple: true });
        if (verdict !== 'ok') return `${name}: ${String(verdict).slice(0, 500)}`;
      }
      return null;
    } finally {
      db.close();
    }
  } catch (error) {
    const { fault, detail } = classify(error);
    // Anything else, such as a file that another process holds, says nothing about the data.
    if (fault !== 'corrupt') throw error;
    return detail ?? fault;
  }
}
