import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Cornetta, expect, test } from './support/app.ts';
import { desk, told } from './support/desk.ts';
import { ledgerRows, recordingFiles, recordMore } from './support/ledger.ts';
import { decode, probe } from './support/media-file.ts';
import { anna, marco, patient, scenario } from './support/scenario.ts';
import { bestToneShare } from './support/tone.ts';

/** How the app can be told to end while somebody talks. */
const ways = [
  { way: 'the menu', contact: anna, end: ({ quit }: Cornetta) => quit() },
  { way: 'SIGTERM', contact: marco, end: ({ pid }: Cornetta) => process.kill(pid, 'SIGTERM') },
] as const;

const oneCall = ({ id }: { readonly id: string }) =>
  scenario([{ at: 100, do: 'call', contact: id, audio: 'tone:440', ringFor: patient }]);

test('quitting by the menu or by SIGTERM in a recorded call leaves a whole recording and a call that was answered', {
  tag: '@long',
}, async ({ launch, folder }) => {
  const userData = join(folder, 'user-data');
  const healthy = async (app: Cornetta): Promise<void> => {
    await desk.connected(app.page);
    expect(await told(app.page)).toEqual([]);
    expect(app.output()).not.toContain('store health');
  };
  for (const { way, contact, end } of ways)
    await test.step(way, async () => {
      const app = await launch({ userData, scenario: oneCall(contact) });
      await healthy(app);
      await desk.answer(app.page, contact.name);
      await desk.talking(app.page);
      const { seen } = await desk.record(app.page);
      await recordMore(userData, 2);
      const recordedFor = (Date.now() - seen) / 1000;
      const ended = once(app.electron.process(), 'exit');
      await end(app);
      expect(await ended).toEqual([0, null]);

      const ofContact = `WHERE contact_id = '${contact.id}'`;
      expect(ledgerRows(userData, `SELECT outcome, reason FROM calls ${ofContact}`)).toEqual([
        { outcome: 'answered', reason: 'shutdown' },
      ]);
      const recordings = ledgerRows<{ state: string; path: string }>(
        userData,
        `SELECT state, path FROM recordings ${ofContact}`,
      );
      expect(recordings).toEqual([{ state: 'complete', path: expect.any(String) }]);
      expect(ledgerRows(userData, "SELECT value FROM meta WHERE key = 'session'")).toEqual([{ value: 'closed' }]);
      expect(app.output()).not.toContain('recording kept as recorded');
      expect(existsSync(join(userData, 'window.json')), 'where the window was').toBe(true);
      expect(
        readdirSync(userData).filter((name) => name.endsWith('.tmp')),
        'half written',
      ).toEqual([]);
      const file = recordingFiles(userData).find((path) => path.endsWith(recordings[0]?.path ?? '?')) ?? '';
      expect(probe(file).duration).toBeGreaterThan(recordedFor - 0.3);
      const { right, rate } = decode(file);
      expect(bestToneShare(right, rate, 440)).toBeGreaterThan(0.9);
    });
  await healthy(await launch({ userData, scenario: scenario([]) }));
});
