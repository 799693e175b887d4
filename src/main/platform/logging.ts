import { Console } from 'node:console';
import { appendFileSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formatLogLine } from './format-log.ts';
import type { MainLog } from './log-port.ts';
import { rotateLog } from './log-rotation.ts';

const maxBytes = 5 * 1024 * 1024;
const keptFiles = 4;

type Level = 'info' | 'warn' | 'error';

/**
 * The app's log in `<directory>/main.log`: private parts redacted, 25 MB at most. Written synchronously: the last lines before a crash are
 * the ones that are wanted. Never throws; what a full disk does not take is lost.
 * @param echo also on standard output, for whoever started the app from a terminal; errors are always told there
 */
export function createLog(directory: string, echo: boolean): MainLog {
  const append = openLogFile(directory);
  // A terminal that went away must not end the app.
  const terminal = new Console({ stdout: process.stdout, stderr: process.stderr, ignoreErrors: true });
  const write = (level: Level, text: string, details?: Readonly<Record<string, unknown>>): void => {
    const line = formatLogLine(text, details);
    const at = new Date();
    append(`${at.toISOString()} ${level} ${line}\n`);
    if (echo || level === 'error') terminal[level](`${at.toTimeString().slice(0, 8)} ${level} %s`, line);
  };
  return {
    info: (text, details) => write('info', text, details),
    warn: (text, details) => write('warn', text, details),
    error: (text, details) => write('error', text, details),
  };
}

/** @returns appends a line, with its end */
function openLogFile(directory: string): (line: string) => void {
  const file = join(directory, 'main.log');
  let size: number | null = null;
  return (line) => {
    try {
      size ??= sizeOf(directory, file);
      if (size >= maxBytes) {
        rotateLog(file, keptFiles);
        size = 0;
      }
      appendFileSync(file, line, { mode: 0o600 });
      size += Buffer.byteLength(line);
    } catch {
      // Looked for anew at the next line: the folder may have been moved away.
      size = null;
    }
  };
}

function sizeOf(directory: string, file: string): number {
  mkdirSync(directory, { recursive: true });
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
