/** A database is up to three files: itself, its write-ahead log and that log's index. They are only ever handled together. */
import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { fsyncFolderOf, fsyncPath, renameDurably } from '../durable-files.ts';

const suffixes = ['', '-wal', '-shm'] as const;

export function removeDatabase(path: string): void {
  for (const suffix of suffixes) rmSync(path + suffix, { force: true });
}

/** Removes the log and its index only: right before another file takes the database's place, which they would destroy. */
export function removeLogs(path: string): void {
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
}

/** Moves the files aside. The log first: a crash in between must never leave it beside a fresh database. */
export function moveDatabase(from: string, to: string): void {
  for (const suffix of ['-shm', '-wal', ''] as const)
    if (existsSync(from + suffix)) renameDurably(from + suffix, to + suffix);
}

export function copyDatabase(from: string, to: string): void {
  for (const suffix of ['-wal', ''] as const) {
    if (!existsSync(from + suffix)) continue;
    copyFileSync(from + suffix, to + suffix);
    fsyncPath(to + suffix);
  }
  fsyncFolderOf(to);
}

/** There, but with nothing in it: what a crash of the file system leaves of a file. SQLite would take it for a new database. */
export function isEmptyFile(path: string): boolean {
  return existsSync(path) && statSync(path).size === 0;
}

/** `<path>.damaged-2026-11-22T10-20-30-456Z`, made unique where two fall on the same millisecond. */
export function damagedName(path: string, now: number): string {
  const base = `${path}.damaged-${new Date(now).toISOString().replaceAll(':', '-').replace('.', '-')}`;
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (!existsSync(name)) return name;
  }
}
