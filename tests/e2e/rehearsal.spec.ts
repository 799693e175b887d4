/** What a sandbox can rehearse besides contacts: a colleague of the team, and days that pass at once. */
import { callEn } from '../../src/renderer/ui/i18n/locales/en/call.ts';
import { teamEn } from '../../src/renderer/ui/i18n/locales/en/team.ts';
import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { desk, session } from './support/desk.ts';
import { anna, giulia, marco, scenario } from './support/scenario.ts';
import { token } from './support/team-gateway.ts';

/** From now to the next Saturday at noon, when nobody works. */
function untilSaturday(): number {
  const saturday = new Date();
  saturday.setDate(saturday.getDate() + ((6 - saturday.getDay() + 7) % 7 || 7));
  saturday.setHours(12, 0, 0, 0);
  return saturday.getTime() - Date.now();
}

const monday = 600_000;
const weekend = [1_200_000, 1_800_000, 2_400_000] as const;
const ringFor = 60_000;
const inVain = weekend.flatMap((at) =>
  [marco, giulia].map(({ id }) => ({ at, do: 'call', contact: id, ringFor }) as const),
);

test('a simulated colleague answers first; calls missed at the weekend bring the advice to set hours', async ({
  launch,
  stage,
}) => {
  const shift = scenario([
    { at: monday, do: 'call', contact: 'anna', ringFor },
    { at: weekend[0], do: 'clock', by: untilSaturday() },
    ...inVain,
  ]);
  // Talks until the end: at the weekend nobody answers.
  const colleagues = [{ id: 'bruno', name: 'Bruno', answers: 'after:3000', talksFor: 3_600_000 } as const];
  const contacts = shift.contacts.map((each) => (each.id === marco.id ? { ...each, phone: '+391234' } : each));
  const { args, cue } = await stage({ ...shift, contacts, colleagues }, [`carla:Carla:${token}:supervisor`]);
  const { page } = await launch({ args });
  await desk.connected(page);

  await test.step('it rings here, too, until the colleague has it', async () => {
    await cue(monday);
    await expect(desk.incomingCard(page, anna.name)).toBeVisible();
    await expect(desk.incomingCard(page, anna.name)).toHaveCount(0);
    await expect(page.getByRole('region', { name: callEn.call.over })).toContainText(
      callEn.outcome.answeredBy.replace('{{name}}', 'Bruno'),
    );
    expect(await session(page)).toMatchObject({ missed: 0, followUps: 0 });
  });

  await test.step('most misses fall outside working time: set hours', async () => {
    for (const at of weekend) {
      await cue(at);
      await expect.poll(async () => (await session(page)).calls.length).toBe(2);
      // With a number that cannot be one: whoever has called is there.
      await expect(desk.incomingCard(page, marco.name)).toBeVisible();
      await cue(at + ringFor);
      await expect.poll(async () => (await session(page)).calls.length).toBe(0);
    }
    await desk.goTo(page, 'Calls');
    await page.getByRole('tab', { name: teamEn.followUps.tab }).click();
    const rate = page.getByRole('region', { name: teamEn.rate.title });
    await expect(rate).toContainText('0 of 6 answered');
    await expect(rate).toContainText(teamEn.rate.advice['set-hours']);
    expect(await violations(page)).toEqual([]);
    await rate.getByRole('link', { name: teamEn.rate.setHours }).click();
    await expect(
      page
        .getByRole('region', { name: teamEn.channel.title, exact: true })
        .getByRole('combobox', { name: teamEn.channel.hours }),
    ).toBeVisible();
  });
});
