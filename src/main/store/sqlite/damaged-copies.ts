/** Copies of damaged databases are kept for whoever may get more out of them, but not without end: a failing disk makes one after the other. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { removeDatabase } from './files.ts';

export interface CopyLimits {
  /** How many are kept. */
  readonly most: number;
  /** How much room they may take together; the newest is kept whatever it takes. */
  readonly bytes: number;
}

const copyLimits: CopyLimits = { most: 3, bytes: 1024 ** 3 };

const files = (copy: string): readonly string[] =>
  ['', '-wal', '-shm'].map((suffix) => copy + suffix).filter(existsSync);

const sizeOf = (copy: string): number => files(copy).reduce((total, file) => total + statSync(file).size, 0);

/**
 * Removes the oldest copies of the database at `path` that are too many. To be called when a sound file is in its place again.
 * @param made the copy just made, which is the newest whatever its name says: the clock may have been wrong
 * @returns those that are gone, newest first. One that cannot be removed stays, and harms nobody
 */
export function pruneDamagedCopies(path: string, made: string, limits: CopyLimits = copyLimits): readonly string[] {
  const removed: string[] = [];
  try {
    const folder = dirname(path);
    const prefix = `${basename(path)}.damaged-`;
    const older = readdirSync(folder)
      .filter((name) => name.startsWith(prefix) && !/-(wal|shm)$/.test(name))
      .map((name) => join(folder, name))
      .filter((copy) => copy !== made)
      .toSorted()
      .reverse();
    let bytes = sizeOf(made);
    let kept = 1;
    let isFull = false;
    for (const copy of older) {
      bytes += sizeOf(copy);
      isFull ||= kept >= limits.most || bytes > limits.bytes;
      if (isFull) {
        removeDatabase(copy);
        removed.push(copy);
      } else kept += 1;
    }
  } catch {
    // The store is sound again, which is what counts; the next time will try again.
  }
  return removed;
}
