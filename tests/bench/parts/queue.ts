import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { QueueEventsReport } from '../queue-events.ts';
import { say } from '../support/progress.ts';

const entry = fileURLToPath(new URL('../queue-process.ts', import.meta.url));

/** In a process of its own: beside the bundler and all else that this one has loaded, the same machine takes a quarter fewer events. */
export async function measureQueue(): Promise<QueueEventsReport> {
  say('queue: lives of calls');
  const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', entry]);
  return JSON.parse(stdout) as QueueEventsReport;
}
