/** Files that are still there, and whole, after the power was gone. Everything here blocks: only for threads that may. */
import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

/** Waits between attempts at a rename: virus scanners and search indexers on Windows hold a file for moments. */
const renameWaitsMs = [10, 50, 200, 500] as const;

/** `flags`: Windows syncs only what was opened for writing; a folder can be opened only for reading. */
export function fsyncPath(path: string, flags: 'r+' | 'r' = 'r+'): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes creations and renames in the folder durable. Windows has no such operation on folders. */
export function fsyncFolderOf(path: string): void {
  if (process.platform !== 'win32') fsyncPath(dirname(path), 'r');
}

/** Renames over whatever is at `to`. Blocks its thread for up to a second: only for the store's own. */
export function renameDurably(from: string, to: string): void {
  for (const waitMs of [...renameWaitsMs, null]) {
    try {
      renameSync(from, to);
      break;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (waitMs === null || !['EPERM', 'EBUSY', 'EACCES'].includes(String(code))) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs);
    }
  }
  fsyncFolderOf(to);
}
