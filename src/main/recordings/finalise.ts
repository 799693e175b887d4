/** Turns what was recorded into a finished file, in a thread that may block. Nothing is given up before its successor is on the disk. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { fsyncPath, renameDurably } from '../store/durable-files.ts';
import { remux } from './remux.ts';
import { hasClusterBehind, type ReadAt, scanWebm, type WebmScan } from './webm-scan.ts';
import { viewOf } from './webm-view.ts';

export interface Finalised {
  /** There is sound in it. */
  readonly playable: boolean;
  /** null where nothing could tell */
  readonly durationMs: number | null;
  readonly bytes: number;
  readonly sha256: string | null;
  /** Why the file was left as it was recorded; null: it is finished. */
  readonly problem: string | null;
}

/** `index`: leaves the file alone. Used where finishing it killed the thread. */
export type FinaliseMode = 'finish' | 'index';

/** A finished copy shorter than the blocks' times by more than this has lost something. */
const toleranceMs = 250;

/** The finished copy while it is being written: beside the recording, on the same file system. */
const partPathOf = (path: string): string => `${path}.part`;

const windowBytes = 65_536;

/** Small reads come out of one window that moves along the file. */
function windowed(file: number): ReadAt {
  let start = 0;
  let bytes: Buffer = Buffer.alloc(0);
  const direct = (offset: number, length: number): Buffer => {
    const target = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const read = readSync(file, target, filled, length - filled, offset + filled);
      if (read === 0) break;
      filled += read;
    }
    return target.subarray(0, filled);
  };
  return (offset, length) => {
    if (length > windowBytes) return direct(offset, length);
    if (offset < start || offset + length > start + bytes.length) {
      start = offset;
      bytes = direct(offset, windowBytes);
    }
    return bytes.subarray(offset - start, offset - start + length);
  };
}

function sha256Of(path: string): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(1_048_576);
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) hash.update(chunk.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/** Writes the finished copy beside the recording. @throws {Error} where that would lose something; no copy is left then */
async function writePart(part: string, read: ReadAt, scan: WebmScan, fileBytes: number): Promise<number> {
  if (hasClusterBehind(read, scan.end, fileBytes)) throw new Error('a part in the middle cannot be read');
  const { durationMs, packets } = await remux(viewOf(read, scan), part);
  if (packets < scan.blocks || durationMs < scan.durationMs - toleranceMs)
    throw new Error(`only ${packets} of ${scan.blocks} blocks, ${durationMs} of ${scan.durationMs} ms were copied`);
  fsyncPath(part);
  return durationMs;
}

type Verdict = Pick<Finalised, 'playable' | 'durationMs' | 'problem'>;

/** @returns `copied`: the finished copy at `part` may take the recording's place */
async function examine(
  path: string,
  mode: FinaliseMode,
  part: string,
): Promise<Verdict & { readonly copied: boolean }> {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const read = windowed(file);
    const scan = scanWebm(read, size);
    if (scan === null || scan.blocks === 0)
      return { playable: false, durationMs: null, problem: 'there is no sound in it', copied: false };
    const asRecorded = { playable: true, durationMs: scan.durationMs, copied: false };
    if (scan.finishedMs !== null && scan.end === size)
      return { ...asRecorded, durationMs: scan.finishedMs, problem: null };
    if (mode === 'index') return { ...asRecorded, problem: 'finishing it failed before' };
    try {
      const durationMs = await writePart(part, read, scan, size);
      return { playable: true, durationMs, problem: null, copied: true };
    } catch (error) {
      return { ...asRecorded, problem: error instanceof Error ? error.message : String(error) };
    }
  } finally {
    closeSync(file);
  }
}

/** Where it cannot be finished the file stays as it was recorded, which players can play, and is indexed like that. */
async function finishOrKeep(path: string, mode: FinaliseMode): Promise<Verdict> {
  const part = partPathOf(path);
  try {
    const { copied, ...verdict } = await examine(path, mode, part);
    // Only after the recording was closed: Windows replaces no open file.
    if (copied) renameDurably(part, path);
    return verdict;
  } finally {
    rmSync(part, { force: true });
  }
}

/**
 * Finishes the recording at `path` in place. Doing it again to a finished file changes nothing.
 * @throws {Error} only where the file cannot be read at all
 */
export async function finalise(path: string, mode: FinaliseMode): Promise<Finalised> {
  const result = await finishOrKeep(path, mode);
  return { ...result, bytes: statSync(path).size, sha256: sha256Of(path) };
}
