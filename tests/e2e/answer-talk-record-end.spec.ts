import { expect, test } from './support/app.ts';
import { desk, hear } from './support/desk.ts';
import { ledgerRows, recordingFiles, recordMore } from './support/ledger.ts';
import { decode, probe } from './support/media-file.ts';
import { anna, marco, patient, scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { bestToneShare, silences } from './support/tone.ts';

const shared = sharedApp(async () => ({
  options: {
    scenario: scenario([
      { at: 100, do: 'message', contact: 'anna', text: 'Are you open?' },
      { at: 200, do: 'call', contact: 'anna', audio: 'tone:440', ringFor: patient },
      { at: 300, do: 'call', contact: 'marco', audio: 'tone:440', ringFor: patient },
    ]),
    microphoneTone: 1000,
  },
}));

/** The recording of a contact's one call, once it is whole. */
async function recordingOf(userData: string, contact: { readonly id: string }): Promise<string> {
  const states = `SELECT state, path FROM recordings WHERE contact_id = '${contact.id}'`;
  const rows = () => ledgerRows<{ state: string; path: string }>(userData, states);
  await expect.poll(() => rows().map(({ state }) => state)).toEqual(['complete']);
  const [row] = rows();
  const file = recordingFiles(userData).find((path) => row !== undefined && path.endsWith(row.path));
  if (file === undefined) throw new Error(`no recording of ${contact.id}`);
  return file;
}

test('an agent answers, talks, records, hangs up, and finds call and recording', async () => {
  const { page, userData } = shared().app;
  await desk.connected(page);
  await desk.answer(page, anna.name);
  await desk.talking(page);

  const started = await desk.record(page);
  await recordMore(userData, 2);
  const stopAsked = Date.now();
  await desk.activeCall(page).getByRole('button', { name: 'Stop recording' }).click();
  await expect(desk.activeCall(page).getByRole('button', { name: 'Record', exact: true })).toBeVisible();
  const least = (stopAsked - started.seen) / 1000 - 0.3;
  const most = (Date.now() - started.asked) / 1000 + 0.3;
  await desk.end(page);

  const file = await recordingOf(userData, anna);
  const facts = probe(file);
  expect(facts).toMatchObject({ codec: 'opus', channels: 2 });
  const { left, right, rate, seconds } = decode(file);
  expect(facts.duration).toBeGreaterThan(least);
  expect(facts.duration).toBeLessThan(most);
  // Where the machine left no time for sound there is less of it than the file is long.
  expect(seconds).toBeGreaterThan(least - 0.3);
  expect(seconds).toBeLessThan(most);
  expect(bestToneShare(right, rate, 440)).toBeGreaterThan(0.9);
  expect(bestToneShare(left, rate, 440)).toBeLessThan(0.1);
  expect(Math.max(...left.map(Math.abs))).toBeGreaterThan(0.01);

  await desk.openConversation(page, anna.name);
  await expect(desk.messages(page)).toContainText('Are you open?');
  await expect(desk.messages(page)).toContainText('Answered call');

  await desk.goTo(page, 'Calls');
  await page.getByRole('tab', { name: 'Answered' }).click();
  await expect(page.getByRole('tabpanel')).toContainText(anna.name);

  await desk.goTo(page, 'Recordings');
  const table = page.getByRole('table', { name: 'Recordings' });
  await expect(table).toContainText(anna.name);
  await table.getByRole('button', { name: 'Play' }).first().click();
  await expect
    .poll(async () => Number(await page.getByRole('slider', { name: 'Position' }).inputValue()))
    .toBeGreaterThan(0);
});

test('muted and held, nothing of the agent is sent; a digit reaches the contact', async () => {
  const { page, userData, output } = shared().app;
  await desk.connected(page);
  await desk.goTo(page, 'Inbox');
  await desk.answer(page, marco.name);
  await desk.talking(page);
  const active = desk.activeCall(page);
  await desk.record(page);
  await hear(page, 'agent', 15);
  await active.getByRole('button', { name: 'Mute', exact: true }).click();
  await expect(active.getByRole('button', { name: 'Unmute' })).toBeVisible();
  await recordMore(userData, 2);
  await active.getByRole('button', { name: 'Unmute' }).click();
  await expect(active.getByRole('button', { name: 'Mute', exact: true })).toBeVisible();
  await hear(page, 'agent', 15);
  await active.getByRole('button', { name: 'Hold', exact: true }).click();
  await expect(active.getByRole('button', { name: 'Resume' })).toBeVisible();
  await recordMore(userData, 2);
  await active.getByRole('button', { name: 'Resume' }).click();
  await expect(active.getByRole('button', { name: 'Hold', exact: true })).toBeVisible();
  await hear(page, 'agent', 15);
  await active.getByRole('button', { name: 'Keypad' }).click();
  await page.getByRole('button', { name: '5', exact: true }).click();
  // A digit takes its time on the line; the call must last as long.
  await recordMore(userData, 1);
  await desk.end(page);
  const { left, right, rate } = decode(await recordingOf(userData, marco));
  // The recorder hears the very track that is sent: silent while muted and while held. The contact goes on while muted.
  expect(silences(left, rate), 'while muted, while held').toEqual([expect.any(Number), expect.any(Number)]);
  expect(silences(right, rate), 'while held').toEqual([expect.any(Number)]);
  expect(bestToneShare(left, rate, 1000)).toBeGreaterThan(0.9);
  // What the contact's own end counted; which digit it was stands in no log (see kamailio.spec.ts).
  await expect.poll(output).toMatch(/sandbox: call \S+ ended after .* heard, loudest -\d+ dB, 1 digits/);
});
