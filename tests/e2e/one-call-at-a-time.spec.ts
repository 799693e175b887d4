import { expect, test } from './support/app.ts';
import { callOf, desk, requestAnswer, session } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { anna, giulia, marco, patient, scenario } from './support/scenario.ts';

test('a second call is announced, cannot be answered by any road, and can be after the first ends', async ({
  launch,
}) => {
  const { page } = await launch({
    scenario: scenario([
      { at: 500, do: 'call', contact: 'anna', ringFor: patient },
      { at: 900, do: 'call', contact: 'marco', ringFor: patient },
    ]),
  });
  await desk.connected(page);
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

test('three calls at once: one is answered, the second waits and is answered next, the third gives up and is missed', async ({
  launch,
  stage,
}) => {
  const [ring, givesUp] = [600_000, 660_000];
  const { args, cue } = await stage(
    scenario([
      { at: ring, do: 'call', contact: 'anna', ringFor: 120_000 },
      { at: ring, do: 'call', contact: 'marco', ringFor: 120_000 },
      { at: ring, do: 'call', contact: 'giulia', ringFor: givesUp - ring },
    ]),
  );
  const { page, userData } = await launch({ args });
  await desk.connected(page);
  await cue(ring);
  for (const { name } of [anna, marco, giulia]) await expect(desk.incomingCard(page, name)).toBeVisible();
  const [first, second, third] = await Promise.all([anna, marco, giulia].map(({ name }) => callOf(page, name)));
  if (first === undefined || second === undefined || third === undefined) throw new Error('three calls ring');
  const results = await page.evaluate(
    (ids) => Promise.all(ids.map((callId) => window.cornetta.request('call.answer', { callId }))),
    [first.id, second.id, third.id],
  );
  expect(results).toMatchObject([
    { ok: true },
    { ok: false, error: { code: 'busy' } },
    { ok: false, error: { code: 'busy' } },
  ]);
  await desk.talking(page);
  await cue(givesUp);
  await expect(desk.incomingCard(page, giulia.name)).toHaveCount(0);
  await desk.end(page);
  await desk.answer(page, marco.name);
  await desk.talking(page);
  await desk.end(page);
  await expect
    .poll(() => ledgerRows(userData, 'SELECT contact_id, outcome FROM calls ORDER BY contact_id'))
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
