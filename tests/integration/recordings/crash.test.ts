import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { openedStores, unwrap } from '../store/support/stores.ts';
import { temporaryFolder } from '../store/support/temporary.ts';
import { openedRecordings } from './support/recorder.ts';
import { liveWebm, probe } from './support/webm.ts';

const seconds = 20;
const chunks = 40;
const webm = liveWebm(seconds);

/** Kills the process with SIGKILL as soon as it says `line`. @returns all that it said before */
async function killAt(folder: string, line: string): Promise<readonly string[]> {
  const file = join(folder, 'source.bin');
  writeFileSync(file, webm);
  const script = join(import.meta.dirname, 'support/recording-child.ts');
  const child = spawn(process.execPath, [script, folder, file, String(chunks)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const said: string[] = [];
  for await (const text of createInterface({ input: child.stdout })) {
    said.push(text);
    if (text === line) child.kill('SIGKILL');
  }
  const [, signal] = await exited;
  expect(signal === 'SIGKILL' || said.includes('stopped true')).toBe(true);
  return said;
}

it.each(['stored 0', 'stored 13', 'stored 28', `stored ${chunks - 1}`])(
  'a process killed at "%s" loses nothing that it had promised',
  async (line) => {
    const folder = temporaryFolder();
    const said = await killAt(folder, line);
    const promised = said.filter((text) => text.startsWith('stored')).length;

    const { ledger } = await openedStores(folder);
    expect(unwrap(await ledger.closeInterrupted(Date.now(), 'gateway'))).toMatchObject([
      { id: 'call', outcome: 'interrupted' },
    ]);
    const recordings = openedRecordings(folder, ledger);
    await recordings.recover();
    const row = unwrap(await ledger.recording('call'));
    const path = (await recordings.file('call')) ?? '';
    const promisedMs = (promised / chunks) * seconds * 1000;
    expect(['cut', 'complete']).toContain(row?.state);
    expect(row?.durationMs).toBeGreaterThan(promisedMs - 1000);
    expect(probe(path).decodedMs).toBeGreaterThan(promisedMs - 1000);
    expect((await recordings.readPeaks('call'))?.agent.length).toBeGreaterThanOrEqual((promised - 1) * 2);
    if (promised < chunks) expect(row?.state).toBe('cut');
  },
);
