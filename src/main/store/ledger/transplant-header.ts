import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { pageBytes } from './raw-rows.ts';

/** Offsets in the database header: https://sqlite.org/fileformat2.html#the_database_header */
const pageCountOffset = 28;
const firstFreelistPageOffset = 32;
const freelistCountOffset = 36;

/**
 * Gives a file whose first page is lost that of a fresh ledger. All ledgers made by the same migrations keep their tables at the same
 * pages; where that is not so, rows fail the new ledger's checks and count as lost.
 */
export function transplantHeader(path: string, freshPath: string): void {
  const page = Buffer.alloc(pageBytes);
  const fresh = openSync(freshPath, 'r');
  try {
    readSync(fresh, page, 0, pageBytes, 0);
  } finally {
    closeSync(fresh);
  }
  const file = openSync(path, 'r+');
  try {
    page.writeUInt32BE(Math.max(1, Math.floor(fstatSync(file).size / pageBytes)), pageCountOffset);
    page.writeUInt32BE(0, firstFreelistPageOffset);
    page.writeUInt32BE(0, freelistCountOffset);
    writeSync(file, page, 0, pageBytes, 0);
  } finally {
    closeSync(file);
  }
}
