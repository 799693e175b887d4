import type { Readable } from 'node:stream';
import { utilityProcess } from 'electron';
import type { MainLog } from '../platform/log-port.ts';
import type { EmbeddedProcess } from './embedded.ts';

/** Starts a built Node entry in an Electron utility process. Only after the app is ready. What it prints goes to the log. */
export function forkUtility(entry: string, serviceName: string, log: MainLog): EmbeddedProcess {
  const child = utilityProcess.fork(entry, [], { serviceName, stdio: 'pipe' });
  copyLines(child.stdout, (line) => log.info(`${serviceName}: ${line}`));
  copyLines(child.stderr, (line) => log.warn(`${serviceName}: ${line}`));
  return child;
}

function copyLines(stream: NodeJS.ReadableStream | null, write: (line: string) => void): void {
  const readable = stream as Readable | null;
  readable?.setEncoding('utf8');
  readable?.on('data', (text: string) => {
    for (const line of text.split('\n')) if (line.trim() !== '') write(line);
  });
}
