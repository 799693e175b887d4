import { expect, test } from './support/app.ts';
import { callOf, desk, requestAnswer, session } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { anna, giulia, marco, patient, scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { type StagedGateway, startStagedGateway } from './support/team-gateway.ts';

const cues = { two: 600_000, three: 1_200_000, givesUp: 1_300_000 } as const;
let gateway: StagedGateway;

const shared = sharedApp(async (folder) => {
  const calls = (at: number, contact: string, ringFor: number = patient) =>
    ({ at, do: 'call', contact, ringFor }) as const;
  gateway = await startStagedGateway(
    folder,
    scenario([
      calls(cues.two, 'anna'),
      calls(cues.two, 'marco'),
      calls(cues.three, 'anna'),
      calls(cues.three, 'marco'),
      calls(cues.three, 'giulia', cues.givesUp - cues.three),
    ]),
  );
  return { options: { args: gateway.args }, after: gateway.stop };
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
