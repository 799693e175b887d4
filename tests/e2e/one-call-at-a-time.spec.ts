import { expect, test } from './support/app.ts';
import { callOf, desk, requestAnswer, session } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { anna, giulia, marco, scenario } from './support/scenario.ts';

test('a second call is announced, cannot be answered by any road, and can be after the first ends', async ({
  launch,
}) => {
  const { page } = await launch({
    scenario: scenario([
      { at: 500, do: 'call', contact: 'anna', ringFor: 60_000 },
      { at: 900, do: 'call', contact: 'marco', ringFor: 60_000 },
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

test('three calls at once: one is answered, two wait, none is lost', async ({ launch }) => {
  const { page, userData } = await launch({
    scenario: scenario([
      { at: 500, do: 'call', contact: 'anna', ringFor: 60_000 },
      { at: 500, do: 'call', contact: 'marco', ringFor: 60_000 },
      { at: 500, do: 'call', contact: 'giulia', ringFor: 8000 },
    ]),
  });
  await desk.connected(page);
  for (const { name } of [anna, marco, giulia])
    await expect(desk.incomingCard(page, name)).toBeVisible({ timeout: 15_000 });
  const calls = (await session(page)).calls;
  const results = await Promise.all(calls.map((call) => requestAnswer(page, call.id)));
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  expect(results.filter((result) => !result.ok && result.error.code === 'busy')).toHaveLength(2);
  await desk.talking(page);
  await desk.end(page);
  for (;;) {
    const next = (await session(page)).calls.find((call) => call.phase === 'ringing' && call.name !== giulia.name);
    if (next === undefined) break;
    await desk.answer(page, next.name);
    await desk.talking(page);
    await desk.end(page);
  }
  await expect
    .poll(() => ledgerRows<{ open: number }>(userData, 'SELECT count(*) AS open FROM calls WHERE outcome IS NULL'))
    .toEqual([{ open: 0 }]);
  expect(ledgerRows(userData, 'SELECT id FROM calls')).toHaveLength(3);
});
