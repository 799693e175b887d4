import type { Locator } from '@playwright/test';
import type { SessionSnapshot } from '#shared/contracts/session.ts';
import type { Result } from '#shared/result.ts';
import { expect, inUiWindow, test } from './support/app.ts';
import { desk, told } from './support/desk.ts';
import { inMain } from './support/in-main.ts';
import { ledgerRows, recordingFiles, recordMore } from './support/ledger.ts';
import { probe } from './support/media-file.ts';
import { anna, giulia, marco, patient, scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { type StagedGateway, startStagedGateway } from './support/team-gateway.ts';
import { rendererPid } from './support/windows.ts';

/** What stands in the docked call. */
const activeCallText = `document.querySelector('section[aria-label="Active call"]')?.textContent ?? ''`;

test.describe('one of its windows', () => {
  const [first, next, last] = [600_000, 1_200_000, 1_800_000];
  let gateway: StagedGateway;
  const shared = sharedApp(async (folder) => {
    gateway = await startStagedGateway(
      folder,
      scenario([
        { at: first, do: 'call', contact: 'anna', ringFor: patient },
        { at: next, do: 'call', contact: 'marco', ringFor: patient },
        { at: last, do: 'call', contact: 'giulia', ringFor: patient },
      ]),
    );
    return { options: { args: gateway.args }, beside: [gateway], after: gateway.stop };
  });

  test('the phone window is killed in a call: the ledger says so, it registers again, and the agent is told', async () => {
    const { electron, page, userData } = shared().app;
    await desk.connected(page);
    await gateway.cue(first);
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
    await gateway.cue(next);
    await desk.answer(page, marco.name);
    await desk.talking(page);
    await desk.end(page);
  });

  // The last one: Playwright gives a page up once it crashed.
  test('the ui window is killed in a call: call and recording go on', async () => {
    const { electron, page, userData } = shared().app;
    await desk.connected(page);
    await gateway.cue(last);
    await desk.answer(page, giulia.name);
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
    await expect.poll(() => inUiWindow<string>(electron, activeCallText).catch(() => '')).toContain(giulia.name);
    const snapshot = () =>
      inUiWindow<Result<SessionSnapshot>>(electron, "window.cornetta.request('session.snapshot', null)");
    await expect
      .poll(snapshot)
      .toMatchObject({ ok: true, value: { calls: [{ phase: 'active', recording: 'on', media: 'flowing' }] } });
    const after = await snapshot();
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
    expect(ledgerRows<{ outcome: string }>(userData, "SELECT outcome FROM calls WHERE contact_id = 'giulia'")).toEqual([
      { outcome: 'answered' },
    ]);
  });
});

test('the gateway is killed and comes back: nothing is lost, nothing comes twice', async ({ launch }) => {
  // Its own gateway takes no cues: before this, the crash must have been.
  const later = 12_000;
  const { electron, page, userData } = await launch({
    scenario: scenario([
      { at: 200, do: 'message', contact: 'anna', text: 'before the crash' },
      { at: later, do: 'message', contact: 'anna', text: 'after the crash' },
      { at: later, do: 'call', contact: 'marco', ringFor: patient },
    ]),
  });
  await desk.connected(page);
  await expect(desk.conversations(page)).toContainText('before the crash');
  const gatewayPid = await inMain(
    electron,
    ({ app }) => app.getAppMetrics().find((process) => process.name === 'Cornetta gateway')?.pid ?? 0,
  );
  expect(gatewayPid).toBeGreaterThan(0);
  process.kill(gatewayPid, 'SIGKILL');
  await desk.openConversation(page, anna.name);
  await expect(desk.messages(page)).toContainText('after the crash');
  await expect(desk.messages(page).getByText('before the crash')).toHaveCount(1);
  await desk.connected(page);
  await desk.answer(page, marco.name);
  await desk.talking(page);
  await desk.end(page);

  for (const text of ['before the crash', 'after the crash'])
    await expect(desk.messages(page).getByText(text), text).toHaveCount(1);
  const calls = () => ledgerRows(userData, 'SELECT contact_id, outcome FROM calls');
  await expect.poll(calls).toEqual([{ contact_id: 'marco', outcome: 'answered' }]);
  await desk.openConversation(page, marco.name);
  await expect(desk.messages(page).getByText('Answered call')).toHaveCount(1);
  await desk.goTo(page, 'Calls');
  await expect(page.getByRole('tabpanel').getByText(marco.name)).toHaveCount(1);
  const kept = await page.evaluate(async () => {
    const pages = ['anna', 'marco'].map((contactId) =>
      window.cornetta.request('timeline.page', { contactId, before: null, limit: 100 }),
    );
    return (await Promise.all(pages)).map((result) => (result.ok ? result.value.rows.length : null));
  });
  expect(kept, 'two messages; one call').toEqual([2, 1]);
});

test('the whole app is killed, or quit, while a call rings and started again: the call rings again and says so; given up meanwhile, or before the first start, it is missed, once', {
  tag: '@long',
}, async ({ launch, stage }) => {
  // The gateway stands beside the app, as a team runs it: it lives on, and the contact rings on, when the app dies.
  const rings = { anna: 600_000, marco: 1_200_000, giulia: 1_800_000 } as const;
  const early = [
    { id: 'luca', name: 'Luca Gallo', phone: '+393331112223' },
    { id: 'sara', name: 'Sara Conti', phone: '+393334445556' },
  ] as const;
  const content = scenario([
    { at: 100, do: 'call', contact: 'luca', ringFor: 300_000 },
    { at: 100, do: 'call', contact: 'sara', ringFor: 300_000 },
    { at: rings.anna, do: 'call', contact: 'anna', ringFor: patient },
    { at: rings.marco, do: 'call', contact: 'marco', ringFor: patient },
    { at: rings.giulia, do: 'call', contact: 'giulia', ringFor: 300_000 },
  ]);
  const { args, cue, output } = await stage({ ...content, contacts: [...content.contacts, ...early] });
  await expect.poll(output).toMatch(/(luca|sara) calls[\s\S]*(luca|sara) calls/);
  await cue(300_100);
  let app = await launch({ args });
  const { userData } = app;
  const outcomes = ({ id }: { readonly id: string }) =>
    ledgerRows(userData, `SELECT outcome, reason FROM calls WHERE contact_id = '${id}'`);
  const events = ({ id }: { readonly id: string }) =>
    ledgerRows(userData, `SELECT type FROM contact_events WHERE contact_id = '${id}'`);
  const ring = async (contact: { readonly id: keyof typeof rings; readonly name: string }): Promise<void> => {
    await desk.connected(app.page);
    await cue(rings[contact.id]);
    await expect(desk.incomingCard(app.page, contact.name)).toBeVisible();
  };
  const answerAfterStart = async (contact: { readonly id: string; readonly name: string }): Promise<void> => {
    app = await launch({ args, userData });
    await desk.answer(app.page, contact.name);
    await desk.talking(app.page);
    expect(await told(app.page)).toEqual([]);
    await desk.end(app.page);
    await expect.poll(() => outcomes(contact)).toEqual([{ outcome: 'answered', reason: null }]);
    expect(events(contact)).toEqual([{ type: 'answered-call' }]);
  };

  const missedCalls = async (): Promise<Locator> => {
    await desk.goTo(app.page, 'Calls');
    await app.page.getByRole('tab', { name: 'Missed' }).click();
    return app.page.getByRole('tabpanel');
  };

  await test.step('given up before the first start', async () => {
    await desk.connected(app.page);
    for (const { name } of early) await expect(await missedCalls()).toContainText(name);
  });

  await test.step('killed', async () => {
    await ring(anna);
    await app.kill();
    expect(outcomes(anna)).toEqual([{ outcome: null, reason: null }]);
    await answerAfterStart(anna);
  });

  await test.step('quit', async () => {
    await ring(marco);
    await app.quit();
    expect(outcomes(marco)).toEqual([{ outcome: 'missed', reason: 'shutdown' }]);
    await answerAfterStart(marco);
  });

  await test.step('killed, and the contact gives up', async () => {
    await ring(giulia);
    await app.kill();
    expect(outcomes(giulia)).toEqual([{ outcome: null, reason: null }]);
    const before = output().length;
    await cue(rings.giulia + 300_000);
    await expect.poll(() => output().slice(before)).toMatch(/missed|gave up/);

    app = await launch({ args, userData });
    await desk.connected(app.page);
    await expect.poll(() => outcomes(giulia)).toEqual([{ outcome: 'missed', reason: null }]);
    await expect(await missedCalls()).toContainText(giulia.name);
    expect(events(giulia)).toEqual([]);
    // Whatever the gateway had to tell again at each start stood before that.
    for (const contact of early) expect(outcomes(contact)).toMatchObject([{ outcome: 'missed' }]);
  });
});
