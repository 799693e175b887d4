import { once } from 'node:events';
import { expect, test } from './support/app.ts';
import { desk, told } from './support/desk.ts';
import { ledgerRows, recordingFiles, recordMore } from './support/ledger.ts';
import { decode, probe } from './support/media-file.ts';
import { anna, patient, scenario } from './support/scenario.ts';
import { bestToneShare } from './support/tone.ts';

const oneCall = scenario([{ at: 100, do: 'call', contact: 'anna', audio: 'tone:440', ringFor: patient }]);

/** How the app can be told to end while somebody talks. */
const ways = [
  { way: 'the menu', signal: null },
  { way: 'SIGTERM', signal: 'SIGTERM' },
] as const;

for (const { way, signal } of ways) {
  test(`quitting by ${way} in a recorded call leaves a whole recording and a call that was answered`, async ({
    launch,
  }) => {
    const first = await launch({ scenario: oneCall });
    await desk.connected(first.page);
    await desk.answer(first.page, anna.name);
    await desk.talking(first.page);
    const { seen } = await desk.record(first.page);
    await recordMore(first.userData, 2);
    const recordedFor = (Date.now() - seen) / 1000;
    const ended = once(first.electron.process(), 'exit');
    if (signal === null) await first.quit();
    else process.kill(first.pid, signal);
    expect(await ended).toEqual([0, null]);

    expect(ledgerRows(first.userData, 'SELECT outcome, reason FROM calls')).toEqual([
      { outcome: 'answered', reason: 'shutdown' },
    ]);
    expect(ledgerRows(first.userData, 'SELECT state FROM recordings')).toEqual([{ state: 'complete' }]);
    expect(ledgerRows(first.userData, "SELECT value FROM meta WHERE key = 'session'")).toEqual([{ value: 'closed' }]);
    expect(first.output()).not.toContain('recording kept as recorded');
    const [file = ''] = recordingFiles(first.userData);
    expect(probe(file).duration).toBeGreaterThan(recordedFor - 0.3);
    const { right, rate } = decode(file);
    expect(bestToneShare(right, rate, 440)).toBeGreaterThan(0.9);

    const second = await launch({ userData: first.userData, scenario: scenario([]) });
    await desk.connected(second.page);
    expect(await told(second.page)).toEqual([]);
    expect(second.output()).not.toContain('store health');
  });
}
