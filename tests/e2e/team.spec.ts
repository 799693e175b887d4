import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { callEn } from '../../src/renderer/ui/i18n/locales/en/call.ts';
import { teamEn } from '../../src/renderer/ui/i18n/locales/en/team.ts';
import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { desk, session } from './support/desk.ts';
import { anna, giulia, marco, scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { type StagedGateway, startStagedGateway, token } from './support/team-gateway.ts';

const openList = (page: Page): Locator => page.getByRole('list', { name: 'Missed calls to follow up' });
const doneList = (page: Page): Locator => page.getByRole('list', { name: 'Done in the last 7 days' });
const rowOf = (list: Locator, name: string): Locator => list.getByRole('listitem').filter({ hasText: name });

function policy(folder: string, agent: { readonly name: string; readonly role: 'agent' }): string {
  const path = join(folder, 'policy.json');
  writeFileSync(path, JSON.stringify({ agent }));
  return `--policy=${path}`;
}

/** The section of the settings, as a person finds it. */
async function openChannel(page: Page): Promise<Locator> {
  await desk.goTo(page, 'Settings');
  const section = page.getByRole('region', { name: 'Channel', exact: true });
  await section.scrollIntoViewIfNeeded();
  return section;
}

test('a missed call is the team’s work until somebody has called back; the channel is for supervisors to change', {
  tag: '@long',
}, async ({ launch, folder }) => {
  const { page } = await launch({
    scenario: scenario([
      { at: 100, do: 'call', contact: 'anna', ringFor: 400 },
      { at: 200, do: 'call', contact: 'marco', ringFor: 400 },
      { at: 700, do: 'call', contact: 'anna', ringFor: 400 },
    ]),
    args: [policy(folder, { name: 'Carla', role: 'agent' })],
  });
  await desk.connected(page);
  const badge = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Calls' });
  await expect(badge).toHaveAccessibleDescription('2 missed calls to follow up');

  await desk.goTo(page, 'Calls');
  await expect(rowOf(openList(page), anna.name)).toContainText('2 calls');
  await expect(page.getByRole('region', { name: 'Answer rate' })).toContainText('0 of 3 answered');
  expect(await violations(page), 'the list').toEqual([]);

  await rowOf(openList(page), anna.name).getByRole('button', { name: 'Take' }).click();
  await expect(rowOf(openList(page), anna.name)).toContainText('Taken by you');
  await rowOf(openList(page), anna.name).getByRole('button', { name: 'Add a note' }).click();
  const note = page.getByRole('form', { name: `Note: ${anna.name}` });
  expect(await violations(page), 'writing a note').toEqual([]);
  await note.getByRole('textbox', { name: 'Note' }).fill('Wants winter tyres');
  await page.keyboard.press('Enter');
  await expect(rowOf(openList(page), anna.name)).toContainText('Wants winter tyres by Carla');
  await rowOf(openList(page), anna.name).getByRole('button', { name: 'Release' }).click();
  await expect(rowOf(openList(page), anna.name)).not.toContainText('Taken by');

  await rowOf(openList(page), marco.name).getByRole('button', { name: 'Dismiss' }).click();
  const form = page.getByRole('form', { name: `Dismiss: ${marco.name}` });
  await form.getByRole('combobox').selectOption({ label: 'Another reason' });
  expect(await violations(page), 'dismissing').toEqual([]);
  await form.getByRole('textbox', { name: 'Your reason' }).fill('Was in the shop meanwhile');
  await form.getByRole('textbox', { name: 'Note' }).fill('Bought the tyres');
  await page.keyboard.press('Enter');
  // It goes by itself, but not while somebody points at it.
  await page.getByRole('button', { name: 'Undo' }).hover();
  await expect(rowOf(doneList(page), marco.name)).toContainText('Dismissed by Carla · Was in the shop meanwhile');
  await expect(rowOf(doneList(page), marco.name)).toContainText('Bought the tyres by Carla');
  await expect.poll(async () => (await session(page)).followUps).toBe(1);
  await expect(badge).toHaveAccessibleDescription('1 missed call to follow up');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rowOf(openList(page), marco.name)).toBeVisible();

  await rowOf(openList(page), anna.name).getByRole('button', { name: 'Call back' }).click();
  await desk.talking(page);
  await expect(rowOf(doneList(page), anna.name)).toContainText('Called back by Carla');
  await expect(rowOf(doneList(page), anna.name)).toContainText('Wants winter tyres by Carla');
  await desk.end(page);
  await expect(badge).toHaveAccessibleDescription('1 missed call to follow up');
  const contact = page.getByRole('region', { name: 'Contact', exact: true });
  await desk.openConversation(page, marco.name);
  await expect(contact).toContainText('Missed calls1 to follow up');
  await desk.openConversation(page, anna.name);
  await expect(contact).toContainText('Missed callsNone to follow up');

  const channel = await openChannel(page);
  await expect(channel).toContainText('Only supervisors can change this.');
  await expect(channel.getByRole('switch', { name: 'Calls', exact: true })).toBeDisabled();
  const ringing = { mode: 'everyone', assigneeMs: 15_000 } as const;
  const settings = { callingOn: false, contactsMayCall: true, hours: null, ringing } as const;
  const refused = await page.evaluate(
    (wanted) => window.cornetta.request('channel.set', { settings: wanted }),
    settings,
  );
  expect(refused).toMatchObject({ ok: false, error: { code: 'forbidden' } });
});

/** From now to the next Saturday at noon, when nobody works. */
function untilSaturday(): number {
  const saturday = new Date();
  saturday.setDate(saturday.getDate() + ((6 - saturday.getDay() + 7) % 7 || 7));
  saturday.setHours(12, 0, 0, 0);
  return saturday.getTime() - Date.now();
}

test.describe('at the desk of a supervisor', { tag: '@long' }, () => {
  const [closed, monday] = [600_000, 1_200_000];
  const weekend = [1_800_000, 2_400_000, 3_000_000] as const;
  const ringFor = 60_000;
  let gateway: StagedGateway;

  const shared = sharedApp(async (folder) => {
    const inVain = weekend.flatMap((at) =>
      [marco, giulia].map(({ id }) => ({ at, do: 'call', contact: id, ringFor }) as const),
    );
    const shift = scenario([
      { at: closed, do: 'call', contact: 'anna', ringFor },
      { at: monday, do: 'channel', hours: null },
      { at: monday, do: 'call', contact: 'anna', ringFor },
      { at: weekend[0], do: 'clock', by: untilSaturday() },
      ...inVain,
    ]);
    // Talks until the end: at the weekend nobody answers.
    const colleagues = [{ id: 'bruno', name: 'Bruno', answers: 'after:3000', talksFor: 3_600_000 } as const];
    const contacts = shift.contacts.map((each) => (each.id === marco.id ? { ...each, phone: '+391234' } : each));
    gateway = await startStagedGateway(folder, { ...shift, contacts, colleagues }, [`carla:Carla:${token}:supervisor`]);
    return { options: { args: gateway.args }, beside: [gateway], after: gateway.stop };
  });

  test('a supervisor closes the channel for the hour, and the next call is refused and counted as nobody’s fault; prices with a wrong line are refused by line', async () => {
    const { page } = shared().app;
    await desk.connected(page);
    const channel = await openChannel(page);
    await channel.getByRole('combobox', { name: 'Business hours' }).selectOption({ label: 'Open at the hours below' });
    // Open on the one day that is three days away, whatever the zone.
    const open = (new Date().getDay() + 2) % 7;
    const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
    for (const [index, day] of days.entries()) {
      const group = channel.getByRole('group', { name: day, exact: true });
      const remove = group.getByRole('button', { name: `Remove span 1: ${day}` });
      if (index === open) {
        if ((await remove.count()) === 0) await group.getByRole('button', { name: `Add hours: ${day}` }).click();
        const closes = group.getByRole('textbox', { name: `${day}, span 1: closes` });
        await closes.fill('8');
        await closes.blur();
        await expect(closes).toHaveValue('08:00');
        await expect(closes).toHaveAccessibleDescription(/Goes past midnight/);
        await closes.fill('18:00');
      } else if ((await remove.count()) > 0) await remove.click();
    }
    expect(await violations(page), 'the editor').toEqual([]);

    await desk.goTo(page, 'Inbox');
    const guard = page.getByRole('dialog', { name: 'Leave without saving?' });
    await guard.getByRole('button', { name: 'Stay here' }).click();
    await expect(guard).toHaveCount(0);
    await channel.getByRole('button', { name: 'Save' }).click();
    await expect(channel.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();

    await desk.goTo(page, 'Calls');
    await page.getByRole('tab', { name: 'To follow up' }).click();
    await gateway.cue(closed);
    await expect(page.getByRole('region', { name: 'Answer rate' })).toContainText('1 outside hours');
    await expect(page.getByRole('region', { name: 'Answer rate' })).toContainText('No calls');

    await openChannel(page);
    const text = channel.getByRole('textbox', { name: 'Prices as CSV' });
    await text.fill('IT,0.0125,USD\nXX,0.02,USD\nDE,free,USD');
    await expect(channel.getByRole('list', { name: '2 lines are wrong' })).toContainText('Line 2');
    await expect(channel.getByRole('list', { name: '2 lines are wrong' })).toContainText('“free” is no price');
    expect(await violations(page), 'faults').toEqual([]);
    await text.fill('IT,0.0125,USD\nDE,0.02,USD');
    await expect(channel.getByRole('table', { name: 'Prices' })).toContainText('Germany');
    await channel.getByRole('button', { name: 'Import' }).click();
    await expect(channel).toContainText('The prices are in force.');
    await expect(channel).toContainText('2 prices in force');
  });

  test('a simulated colleague answers first; calls missed at the weekend bring the advice to set hours', async () => {
    const { page } = shared().app;
    await desk.connected(page);

    await test.step('it rings here, too, until the colleague has it', async () => {
      await gateway.cue(monday);
      await expect(desk.incomingCard(page, anna.name)).toBeVisible();
      await expect(desk.incomingCard(page, anna.name)).toHaveCount(0);
      await expect(page.getByRole('region', { name: callEn.call.over })).toContainText(
        callEn.outcome.answeredBy.replace('{{name}}', 'Bruno'),
      );
      expect(await session(page)).toMatchObject({ missed: 0, followUps: 0 });
    });

    await test.step('most misses fall outside working time: set hours', async () => {
      for (const at of weekend) {
        await gateway.cue(at);
        await expect.poll(async () => (await session(page)).calls.length).toBe(2);
        // With a number that cannot be one: whoever has called is there.
        await expect(desk.incomingCard(page, marco.name)).toBeVisible();
        await gateway.cue(at + ringFor);
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
});
