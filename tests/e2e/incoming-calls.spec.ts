/** Calls of contacts: who can be answered when, and how a call ends. Each test has contacts of its own. */
import { expect, test } from './support/app.ts';
import { callOf, desk, requestAnswer, session } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { openCameras, videoCounts, witnessPhone } from './support/pictures.ts';
import { anna, giulia, marco, type ScenarioInput, scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { type StagedGateway, startStagedGateway } from './support/team-gateway.ts';
import { pageOf } from './support/windows.ts';

const kira = { id: 'kira', name: 'Kira Keys', phone: '+393330000011' } as const;
const kurt = { id: 'kurt', name: 'Kurt Keys', phone: '+393330000012' } as const;
const dora = { id: 'dora', name: 'Dora Declined', phone: '+393330000013' } as const;
const mia = { id: 'mia', name: 'Mia Missed', phone: '+393330000014' } as const;
const vito = { id: 'vito', name: 'Vito Voice', phone: '+393330000016' } as const;
const hugo = { id: 'hugo', name: 'Hugo Hangs', phone: '+393330000015' } as const;

const cues = {
  keyboard: 600_000,
  two: 1_200_000,
  three: 1_800_000,
  givesUp: 1_900_000,
  declined: 2_400_000,
  missed: 3_000_000,
  hangsUp: 3_600_000,
  voiceOnly: 4_800_000,
} as const;
/** Longer than all of that. */
const long = 7_200_000;
let gateway: StagedGateway;

const shared = sharedApp(async (folder) => {
  const calls = (at: number, { id }: { readonly id: string }, ringFor: number = long) =>
    ({ at, do: 'call', contact: id, ringFor }) as const;
  const timeline: ScenarioInput['timeline'] = [
    { at: 0, do: 'message', contact: 'hugo', text: 'Call me please' },
    calls(cues.keyboard, kira),
    calls(cues.keyboard, kurt),
    calls(cues.two, anna),
    calls(cues.two, marco),
    calls(cues.three, anna),
    calls(cues.three, marco),
    calls(cues.three, giulia, cues.givesUp - cues.three),
    calls(cues.declined, dora),
    calls(cues.missed, mia, 300_000),
    { ...calls(cues.hangsUp, hugo), hangUpAfter: 300_000 },
    calls(cues.voiceOnly, vito),
  ];
  const content = scenario(timeline, { video: false });
  const others = [kira, kurt, dora, mia, hugo, vito].map((contact) => ({ ...contact, permission: 'granted' }) as const);
  gateway = await startStagedGateway(folder, { ...content, contacts: [...content.contacts, ...others] });
  return { options: { args: gateway.args }, beside: [gateway], after: gateway.stop };
});

/** How the calls of one contact ended, in order. */
const endings = ({ id }: { readonly id: string }) =>
  ledgerRows<{ readonly direction: string; readonly outcome: string }>(
    shared().app.userData,
    `SELECT direction, outcome FROM calls WHERE contact_id = '${id}' ORDER BY started_at`,
  );
const incoming = (outcome: string) => ({ direction: 'user-initiated', outcome });

test('a whole call, and declining one, by keyboard alone', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  await gateway.cue(cues.keyboard);
  for (const { name } of [kira, kurt]) await expect(desk.incomingCard(page, name)).toBeVisible();
  const focused = await page.evaluate(() => document.activeElement?.closest('article') === null);
  expect(focused, 'a ringing call takes no focus').toBe(true);
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('Answer');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);

  const keyOf = (label: string) =>
    page.getByRole('button', { name: label, exact: true }).first().getAttribute('aria-keyshortcuts');
  await page.keyboard.press((await keyOf('Answer')) ?? '');
  await desk.talking(page);
  await page.keyboard.press((await keyOf('Mute')) ?? '');
  await expect(desk.activeCall(page).getByRole('button', { name: 'Unmute' })).toBeVisible();
  await page.keyboard.press((await keyOf('End')) ?? '');
  await expect(desk.activeCall(page)).toHaveCount(0);

  const left = page.getByRole('article', { name: /^Incoming call from / });
  await expect(left.first()).toBeVisible();
  await page.keyboard.press((await keyOf('Decline')) ?? '');
  await expect(left).toHaveCount(0);
  await expect
    .poll(() => [kira, kurt].flatMap(endings).toSorted((one, other) => (one.outcome < other.outcome ? -1 : 1)))
    .toEqual([incoming('answered'), incoming('declined')]);
});

test('a second call is announced, cannot be answered by any road, and can be after the first ends', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  await gateway.cue(cues.two);
  await desk.answer(page, anna.name);
  await desk.talking(page);

  const waiting = desk.incomingCard(page, marco.name);
  const answer = waiting.getByRole('button', { name: 'Answer' });
  await expect(answer).toBeDisabled();
  await expect(answer).toHaveAccessibleDescription('Finish the current call first');

  const second = await callOf(page, marco.name);
  expect(await requestAnswer(page, second.id)).toMatchObject({ ok: false, error: { code: 'busy' } });
  expect((await session(page)).calls.filter((call) => call.phase !== 'ringing')).toHaveLength(1);

  await desk.end(page);
  await expect(answer).toBeEnabled();
  await desk.answer(page, marco.name);
  await desk.talking(page);
  await desk.end(page);
});

test('three calls at once: one is answered, the second waits and is answered next, the third gives up and is missed', async () => {
  const { page, userData } = shared().app;
  await desk.connected(page);
  await gateway.cue(cues.three);
  for (const { name } of [anna, marco, giulia]) await expect(desk.incomingCard(page, name)).toBeVisible();
  const [first, second, third] = await Promise.all([anna, marco, giulia].map(({ name }) => callOf(page, name)));
  if (first === undefined || second === undefined || third === undefined) throw new Error('three calls ring');
  const ids = [first.id, second.id, third.id];
  const results = await page.evaluate(
    (each) => Promise.all(each.map((callId) => window.cornetta.request('call.answer', { callId }))),
    ids,
  );
  expect(results).toMatchObject([
    { ok: true },
    { ok: false, error: { code: 'busy' } },
    { ok: false, error: { code: 'busy' } },
  ]);
  await desk.talking(page);
  await gateway.cue(cues.givesUp);
  await expect(desk.incomingCard(page, giulia.name)).toHaveCount(0);
  await desk.end(page);
  await desk.answer(page, marco.name);
  await desk.talking(page);
  await desk.end(page);
  const ofThese = `SELECT contact_id, outcome FROM calls WHERE id IN ('${ids.join("', '")}') ORDER BY contact_id`;
  await expect
    .poll(() => ledgerRows(userData, ofThese))
    .toEqual([
      { contact_id: 'anna', outcome: 'answered' },
      { contact_id: 'giulia', outcome: 'missed' },
      { contact_id: 'marco', outcome: 'answered' },
    ]);
  await desk.goTo(page, 'Calls');
  await page.getByRole('tab', { name: 'Missed' }).click();
  await expect(page.getByRole('tabpanel')).toContainText(giulia.name);
  await expect(page.getByRole('tabpanel')).not.toContainText(marco.name);
});

test('a declined call stops ringing and stands in the history', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  await gateway.cue(cues.declined);
  await desk.incomingCard(page, dora.name).getByRole('button', { name: 'Decline' }).click();
  await expect(desk.incomingCard(page, dora.name)).toHaveCount(0);
  await expect.poll(() => endings(dora)).toEqual([incoming('declined')]);
  await desk.goTo(page, 'Calls');
  await page.getByRole('tab', { name: 'All' }).click();
  await expect(page.getByRole('tabpanel')).toContainText(dora.name);
});

test('a call nobody answers becomes a missed call, in the conversation and in the history', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  await gateway.cue(cues.missed);
  await expect(desk.incomingCard(page, mia.name)).toBeVisible();
  // Has rung long enough.
  await gateway.cue(cues.missed + 300_000);
  await expect(desk.incomingCard(page, mia.name)).toHaveCount(0);
  await expect.poll(() => endings(mia)).toEqual([incoming('missed')]);
  await desk.openConversation(page, mia.name);
  await expect(desk.messages(page).getByText('Missed call')).toHaveCount(1);
  await desk.goTo(page, 'Calls');
  await page.getByRole('tab', { name: 'Missed' }).click();
  await expect(page.getByRole('tabpanel')).toContainText(mia.name);
  await expect(page.getByRole('button', { name: 'Call back' }).first()).toBeVisible();
});

test('the contact hangs up', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  await gateway.cue(cues.hangsUp);
  await desk.answer(page, hugo.name);
  await desk.talking(page);
  // Has talked long enough.
  await gateway.cue(cues.hangsUp + 600_000);
  await expect(desk.activeCall(page)).toHaveCount(0);
  await expect.poll(() => endings(hugo)).toEqual([incoming('answered')]);
});

test('the agent calls a contact back', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  await desk.openConversation(page, hugo.name);
  await desk.conversation(page).getByRole('button', { name: 'Call', exact: true }).click();
  await desk.talking(page);
  await desk.end(page);
  await expect.poll(() => endings(hugo).at(-1)).toEqual({ direction: 'business-initiated', outcome: 'answered' });
});

test('where the provider has voice only there is no camera, and nothing of pictures is offered', async () => {
  const { page, electron } = shared().app;
  await desk.connected(page);
  await gateway.cue(cues.voiceOnly);
  const phone = await pageOf(electron, 'phone');
  await witnessPhone(phone);
  expect((await session(page)).workspace.video).toBe(false);
  const placed = await page.evaluate(() => window.cornetta.request('call.place', { contactId: 'vito', kind: 'video' }));
  expect(placed).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  await expect(desk.incomingCard(page, vito.name).getByRole('button')).toHaveText(['Decline', 'Answer']);
  await desk.answer(page, vito.name);
  await desk.talking(page);
  const { id, kind, pictures } = await callOf(page, vito.name);
  expect([kind, pictures]).toEqual(['voice', null]);
  expect(
    await page.evaluate((callId) => window.cornetta.request('call.camera', { callId, on: true }), id),
  ).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  expect(await openCameras(phone)).toBe(0);
  expect(await videoCounts(phone)).toEqual({ sent: 0, decoded: 0 });
  await desk.end(page);

  await desk.openConversation(page, vito.name);
  await expect(desk.conversation(page).getByRole('button', { name: 'Call', exact: true })).toBeEnabled();
  await expect(desk.conversation(page).getByRole('button', { name: 'Video call' })).toHaveCount(0);
  await desk.goTo(page, 'Settings');
  await expect(page.getByRole('region', { name: 'Audio', exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Video', exact: true })).toHaveCount(0);
});
