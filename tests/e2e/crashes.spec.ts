import type { SessionSnapshot } from '#shared/contracts/session.ts';
import type { Result } from '#shared/result.ts';
import { expect, inUiWindow, test } from './support/app.ts';
import { desk, told } from './support/desk.ts';
import { ledgerRows, recordingFiles, recordMore } from './support/ledger.ts';
import { decode, probe } from './support/media-file.ts';
import { anna, scenario } from './support/scenario.ts';
import { bestToneShare } from './support/tone.ts';
import { rendererPid } from './support/windows.ts';

/** What stands in the docked call. */
const activeCallText = `document.querySelector('section[aria-label="Active call"]')?.textContent ?? ''`;

const oneCall = scenario([{ at: 100, do: 'call', contact: 'anna', audio: 'tone:440', ringFor: 60_000 }]);

test('the ui window is killed in a call: call and recording go on', async ({ launch }) => {
  const { electron, page, userData } = await launch({ scenario: oneCall });
  await desk.connected(page);
  await desk.answer(page, anna.name);
  await desk.talking(page);
  const started = await desk.record(page);
  const uiPid = await rendererPid(electron, 'ui');
  expect(uiPid).toBeGreaterThan(0);
  expect(uiPid).not.toBe(await rendererPid(electron, 'phone'));
  await recordMore(userData, 1);
  process.kill(uiPid, 'SIGKILL');
  // Grows from the kill on, also while there is no window.
  await recordMore(userData, 2);

  await expect.poll(() => rendererPid(electron, 'ui').catch(() => uiPid)).not.toBe(uiPid);
  // Playwright gives a page up once it crashed; the new life of the window is looked at through main.
  await expect.poll(() => inUiWindow<string>(electron, activeCallText).catch(() => '')).toContain(anna.name);
  const after = await inUiWindow<Result<SessionSnapshot>>(
    electron,
    "window.cornetta.request('session.snapshot', null)",
  );
  expect(after).toMatchObject({ ok: true, value: { calls: [{ phase: 'active', recording: 'on', media: 'flowing' }] } });
  await recordMore(userData, 1);
  const { id } = (after as Extract<typeof after, { ok: true }>).value.calls[0] ?? { id: '' };
  const endAsked = Date.now();
  expect(await inUiWindow(electron, `window.cornetta.request('call.end', { callId: '${id}' })`)).toMatchObject({
    ok: true,
  });
  await expect
    .poll(() => ledgerRows<{ state: string }>(userData, 'SELECT state FROM recordings'))
    .toEqual([{ state: 'complete' }]);
  const ended = Date.now();
  const [file] = recordingFiles(userData);
  const { duration } = probe(file ?? '');
  expect(duration).toBeGreaterThan((endAsked - started.seen) / 1000 - 0.5);
  expect(duration).toBeLessThan((ended - started.asked) / 1000 + 0.5);
  expect(ledgerRows<{ outcome: string }>(userData, 'SELECT outcome FROM calls')).toEqual([{ outcome: 'answered' }]);
});

test('the whole app is killed while it records: the file plays and the ledger tells the truth', async ({ launch }) => {
  const first = await launch({ scenario: oneCall });
  await desk.connected(first.page);
  await desk.answer(first.page, anna.name);
  await desk.talking(first.page);
  const { seen } = await desk.record(first.page);
  await recordMore(first.userData, 2);
  const recordedFor = (Date.now() - seen) / 1000;
  await first.kill();

  const second = await launch({ userData: first.userData, scenario: scenario([]) });
  await desk.connected(second.page);
  await expect
    .poll(() => ledgerRows<{ state: string }>(second.userData, 'SELECT state FROM recordings'))
    .toEqual([{ state: 'cut' }]);
  expect(ledgerRows<{ outcome: string }>(second.userData, 'SELECT outcome FROM calls')).toEqual([
    { outcome: 'interrupted' },
  ]);
  const [file] = recordingFiles(second.userData);
  const { right, rate, seconds } = decode(file ?? '');
  expect(seconds).toBeGreaterThan(recordedFor - 1.2);
  expect(bestToneShare(right, rate, 440)).toBeGreaterThan(0.9);
  expect([...(await told(second.page))].sort()).toEqual(['calls-interrupted', 'recordings-recovered']);
  await desk.goTo(second.page, 'Calls');
  await expect(second.page.getByText('Interrupted').first()).toBeVisible();
});

test('the phone window is killed in a call: the ledger says so, it registers again, and the agent is told', async ({
  launch,
  stage,
}) => {
  const [first, next] = [600_000, 1_200_000];
  const { args, cue } = await stage(
    scenario([
      { at: first, do: 'call', contact: 'anna', ringFor: 60_000 },
      { at: next, do: 'call', contact: 'marco', ringFor: 60_000 },
    ]),
  );
  const { electron, page, userData } = await launch({ args });
  await desk.connected(page);
  await cue(first);
  await desk.answer(page, anna.name);
  await desk.talking(page);
  process.kill(await rendererPid(electron, 'phone'), 'SIGKILL');
  await expect(desk.activeCall(page)).toHaveCount(0);
  await expect.poll(() => told(page)).toContain('phone-restarted');
  await expect
    .poll(() =>
      ledgerRows<{ outcome: string; contact_id: string }>(
        userData,
        "SELECT outcome FROM calls WHERE contact_id = 'anna'",
      ),
    )
    .toEqual([{ outcome: 'interrupted' }]);
  await cue(next);
  await desk.answer(page, 'Marco Verdi');
  await desk.talking(page);
  await desk.end(page);
});

test('the gateway is killed and comes back: nothing is lost, nothing comes twice', async ({ launch }) => {
  const { electron, page, userData } = await launch({
    scenario: scenario([
      { at: 200, do: 'message', contact: 'anna', text: 'before the crash' },
      { at: 6000, do: 'message', contact: 'anna', text: 'after the crash' },
      { at: 7000, do: 'call', contact: 'marco', ringFor: 60_000 },
    ]),
  });
  await desk.connected(page);
  await desk.openConversation(page, anna.name);
  await expect(desk.messages(page)).toContainText('before the crash');
  const gatewayPid = await electron.evaluate(
    ({ app }) => app.getAppMetrics().find((process) => process.name === 'Cornetta gateway')?.pid ?? 0,
  );
  expect(gatewayPid).toBeGreaterThan(0);
  process.kill(gatewayPid, 'SIGKILL');
  await expect(desk.messages(page)).toContainText('after the crash');
  await expect(desk.messages(page).getByText('before the crash')).toHaveCount(1);
  await desk.connected(page);
  await desk.answer(page, 'Marco Verdi');
  await desk.talking(page);
  await desk.end(page);

  for (const text of ['before the crash', 'after the crash'])
    await expect(desk.messages(page).getByText(text), text).toHaveCount(1);
  const calls = () => ledgerRows(userData, 'SELECT contact_id, outcome FROM calls');
  await expect.poll(calls).toEqual([{ contact_id: 'marco', outcome: 'answered' }]);
  await desk.openConversation(page, 'Marco Verdi');
  await expect(desk.messages(page).getByText('Answered call')).toHaveCount(1);
  await desk.goTo(page, 'Calls');
  await expect(page.getByRole('tabpanel').getByText('Marco Verdi')).toHaveCount(1);
  const kept = await page.evaluate(async () => {
    const pages = ['anna', 'marco'].map((contactId) =>
      window.cornetta.request('timeline.page', { contactId, before: null, limit: 100 }),
    );
    return (await Promise.all(pages)).map((result) => (result.ok ? result.value.rows.length : null));
  });
  expect(kept, 'two messages; one call').toEqual([2, 1]);
});

/** Its gateway stands beside the app, as a team runs it: it lives on, and the contact rings on, when the app dies. */
const rings = 600_000;
const ringing = scenario([{ at: rings, do: 'call', contact: 'anna', ringFor: 60_000 }]);

const outcomesIn = (userData: string) => ledgerRows(userData, 'SELECT outcome, reason FROM calls');

for (const { way, guess } of [
  { way: 'killed', guess: { outcome: null, reason: null } },
  { way: 'quit', guess: { outcome: 'missed', reason: 'shutdown' } },
] as const) {
  test(`the whole app is ${way} while a call rings and started again: the call rings again, is answered, and says so`, async ({
    launch,
    stage,
  }) => {
    const { args, cue } = await stage(ringing);
    const first = await launch({ args });
    await desk.connected(first.page);
    await cue(rings);
    await expect(desk.incomingCard(first.page, anna.name)).toBeVisible();
    await (way === 'quit' ? first.quit() : first.kill());
    expect(outcomesIn(first.userData)).toEqual([guess]);

    const second = await launch({ args, userData: first.userData });
    await desk.answer(second.page, anna.name);
    await desk.talking(second.page);
    expect(await told(second.page)).toEqual([]);
    await desk.end(second.page);
    await expect.poll(() => outcomesIn(second.userData)).toEqual([{ outcome: 'answered', reason: null }]);
    expect(ledgerRows(second.userData, 'SELECT type FROM contact_events')).toEqual([{ type: 'answered-call' }]);
  });
}

test('the whole app is killed while a call rings and the contact gives up: it is among the missed calls', async ({
  launch,
  stage,
}) => {
  const { args, cue, output } = await stage(ringing);
  const first = await launch({ args });
  await desk.connected(first.page);
  await cue(rings);
  await expect(desk.incomingCard(first.page, anna.name)).toBeVisible();
  await first.kill();
  expect(outcomesIn(first.userData)).toEqual([{ outcome: null, reason: null }]);
  await cue(rings + 60_000);
  await expect.poll(output).toMatch(/missed|gave up/);

  const second = await launch({ args, userData: first.userData });
  await desk.connected(second.page);
  await expect.poll(() => outcomesIn(second.userData)).toEqual([{ outcome: 'missed', reason: null }]);
  await desk.goTo(second.page, 'Calls');
  await second.page.getByRole('tab', { name: 'Missed' }).click();
  await expect(second.page.getByRole('tabpanel')).toContainText(anna.name);
  expect(ledgerRows(second.userData, 'SELECT type FROM contact_events')).toEqual([]);
});
