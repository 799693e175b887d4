import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../../node_modules/.cache/cornetta/media');
const kept = new Map<string, Buffer>();

/**
 * What ffmpeg writes to its output with these arguments, `pipe:1` excepted. Starting it takes a tenth of a second of processor and holds the
 * worker up, so it is asked once for each list of arguments, and the project's cache keeps what came. It is what tests begin with, never
 * what they look at. @returns a copy of the caller's own
 */
export function madeByFfmpeg(arguments_: readonly string[]): Buffer {
  const name = createHash('sha256').update(JSON.stringify(arguments_)).digest('hex');
  const bytes = kept.get(name) ?? stored(name) ?? make(name, arguments_);
  kept.set(name, bytes);
  return Buffer.from(bytes);
}

function stored(name: string): Buffer | undefined {
  const path = resolve(folder, name);
  return existsSync(path) ? readFileSync(path) : undefined;
}

function make(name: string, arguments_: readonly string[]): Buffer {
  const bytes = execFileSync('ffmpeg', ['-v', 'error', ...arguments_, 'pipe:1'], { maxBuffer: 1 << 28 });
  mkdirSync(folder, { recursive: true });
  // Other workers may make the same at the same time, and none may read half of it.
  const part = resolve(folder, `${name}.${randomUUID()}`);
  writeFileSync(part, bytes);
  renameSync(part, resolve(folder, name));
  return bytes;
}
