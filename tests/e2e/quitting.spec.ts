import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Cornetta, expect, test } from './support/app.ts';
import { desk, told } from './support/desk.ts';
import { ledgerRows, recordedSeconds, recordingFiles, recordMore } from './support/ledger.ts';
import { decode, probe } from './support/media-file.ts';
import { anna, giulia, marco, patient, scenario } from './support/scenario.ts';
import { bestToneShare } from './support/tone.ts';
import { closeWindow } from './support/windows.ts';

interface Person {
  readonly id: string;
  readonly name: string;
}

/** How the app can be told to end while somebody talks. */
const ways = [
  { way: 'the menu', contact: marco, end: ({ quit }: Cornetta) => quit() },
  { way: 'SIGTERM', contact: giulia, end: ({ pid }: Cornetta) => process.kill(pid, 'SIGTERM') },
] as const;

const oneCall = ({ id }: Person) =>
  scenario([{ at: 100, do: 'call', contact: id, audio: 'tone:440', ringFor: patient }]);

/** @returns when it was seen to record, by the clock of this machine */
async function talkAndRecord({ page, userData }: Cornetta, contact: Person): Promise<number> {
  await desk.answer(page, contact.name);
  await desk.talking(page);
  const { seen } = await desk.record(page);
  await recordMore(userData, 2);
  return seen;
}

async function healthy({ page, output }: Cornetta): Promise<void> {
  await desk.connected(page);
  expect(await told(page)).toEqual([]);
  expect(output()).not.toContain('store health');
}

/** The call and the recording of a contact, as the ledger has them. */
function kept(userData: string, { id }: Person) {
  const of = `WHERE contact_id = '${id}'`;
  return {
    calls: ledgerRows<{ outcome: string; reason: string }>(userData, `SELECT outcome, reason FROM calls ${of}`),
    recordings: ledgerRows<{ state: string; path: string }>(userData, `SELECT state, path FROM recordings ${of}`),
  };
}

const fileOf = (userData: string, path: string | undefined): string =>
  recordingFiles(userData).find((file) => path !== undefined && file.endsWith(path)) ?? '';

const sessionMark = (userData: string) => ledgerRows(userData, "SELECT value FROM meta WHERE key = 'session'");

test('killed, quit by the menu or ended by SIGTERM in a recorded call, or its window closed: each start finds what there was, whole', {
  tag: '@long',
}, async ({ launch, folder }) => {
  const userData = join(folder, 'user-data');
  const recordedFor = await test.step('SIGKILL', async () => {
    const app = await launch({ userData, scenario: oneCall(anna) });
    await healthy(app);
    const seen = await talkAndRecord(app, anna);
    // What was said is on the disk a second later; a machine that is busy otherwise is behind now and then.
    const behind = (): number => (Date.now() - seen) / 1000 - recordedSeconds(userData);
    await expect.poll(behind, { intervals: [50] }).toBeLessThan(1.2);
    const written = recordedSeconds(userData);
    await app.kill();
    return written;
  });

  const afterTheCrash = async ({ page }: Cornetta): Promise<void> => {
    await desk.connected(page);
    await expect.poll(() => kept(userData, anna).recordings).toEqual([{ state: 'cut', path: expect.any(String) }]);
    expect(kept(userData, anna).calls).toMatchObject([{ outcome: 'interrupted' }]);
    const file = fileOf(userData, kept(userData, anna).recordings[0]?.path);
    const { right, rate, seconds } = decode(file);
    // By its own clock nothing that stood on the disk is lost; sound that the busy machine left out is no part of what can be decoded.
    expect(probe(file).duration).toBeGreaterThan(recordedFor - 0.3);
    expect(seconds).toBeGreaterThan(recordedFor - 0.6);
    expect(bestToneShare(right, rate, 440)).toBeGreaterThan(0.9);
    expect([...(await told(page))].sort()).toEqual(['calls-interrupted', 'recordings-recovered']);
    await desk.goTo(page, 'Calls');
    await expect(page.getByText('Interrupted').first()).toBeVisible();
  };

  for (const [index, { way, contact, end }] of ways.entries())
    await test.step(way, async () => {
      const app = await launch({ userData, scenario: oneCall(contact) });
      await (index === 0 ? afterTheCrash : healthy)(app);
      const seen = await talkAndRecord(app, contact);
      const talkedFor = (Date.now() - seen) / 1000;
      const ended = once(app.electron.process(), 'exit');
      await end(app);
      expect(await ended).toEqual([0, null]);

      const { calls, recordings } = kept(userData, contact);
      expect(calls).toEqual([{ outcome: 'answered', reason: 'shutdown' }]);
      expect(recordings).toEqual([{ state: 'complete', path: expect.any(String) }]);
      expect(sessionMark(userData)).toEqual([{ value: 'closed' }]);
      expect(app.output()).not.toContain('recording kept as recorded');
      expect(existsSync(join(userData, 'window.json')), 'where the window was').toBe(true);
      expect(
        readdirSync(userData).filter((name) => name.endsWith('.tmp')),
        'half written',
      ).toEqual([]);
      const file = fileOf(userData, recordings[0]?.path);
      expect(probe(file).duration).toBeGreaterThan(talkedFor - 0.3);
      const { right, rate } = decode(file);
      expect(bestToneShare(right, rate, 440)).toBeGreaterThan(0.9);
    });

  await test.step('the window is closed, where there is no tray', async () => {
    const app = await launch({ userData, scenario: scenario([]) });
    await healthy(app);
    const ended = once(app.electron.process(), 'exit');
    await closeWindow(app.electron);
    expect(await ended).toEqual([0, null]);
    expect(sessionMark(userData)).toEqual([{ value: 'closed' }]);
  });
});
