import { expect, test } from './support/app.ts';
import { callOf, desk, session } from './support/desk.ts';
import { openCameras, videoCounts, witnessPhone } from './support/pictures.ts';
import { anna, patient, scenario } from './support/scenario.ts';
import { pageOf } from './support/windows.ts';

test('where the provider has voice only there is no camera, and nothing of pictures is offered', async ({ launch }) => {
  const { page, electron } = await launch({
    scenario: scenario([{ at: 100, do: 'call', contact: 'anna', ringFor: patient }], { video: false }),
  });
  await desk.connected(page);
  const phone = await pageOf(electron, 'phone');
  await witnessPhone(phone);
  expect((await session(page)).workspace.video).toBe(false);
  const placed = await page.evaluate(() => window.cornetta.request('call.place', { contactId: 'anna', kind: 'video' }));
  expect(placed).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  await expect(desk.incomingCard(page, anna.name).getByRole('button')).toHaveText(['Decline', 'Answer']);
  await desk.answer(page, anna.name);
  await desk.talking(page);
  const { id, kind, pictures } = await callOf(page, anna.name);
  expect([kind, pictures]).toEqual(['voice', null]);
  expect(
    await page.evaluate((callId) => window.cornetta.request('call.camera', { callId, on: true }), id),
  ).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  expect(await openCameras(phone)).toBe(0);
  expect(await videoCounts(phone)).toEqual({ sent: 0, decoded: 0 });
  await desk.end(page);

  await desk.openConversation(page, anna.name);
  await expect(desk.conversation(page).getByRole('button', { name: 'Call', exact: true })).toBeEnabled();
  await expect(desk.conversation(page).getByRole('button', { name: 'Video call' })).toHaveCount(0);
  await desk.goTo(page, 'Settings');
  await expect(page.getByRole('region', { name: 'Audio', exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Video', exact: true })).toHaveCount(0);
});
