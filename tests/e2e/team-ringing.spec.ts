/** Two desktops on one gateway: who rings, who gets the call, and what the others see of it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { ChannelSettings } from '#shared/contracts/calling.ts';
import { callEn } from '../../src/renderer/ui/i18n/locales/en/call.ts';
import { teamEn } from '../../src/renderer/ui/i18n/locales/en/team.ts';
import { expect, test } from './support/app.ts';
import { desk, session } from './support/desk.ts';
import { noteOf, notesOf } from './support/notes.ts';
import { openMenu } from './support/rule-rows.ts';
import { anna, marco, patient, scenario } from './support/scenario.ts';
import { startTeamGateway } from './support/team-gateway.ts';

const tokenOf = (agent: string): string => `the-token-of-${agent}-for-tests`;
const card = (page: Page) => desk.incomingCard(page, anna.name);
const decline = (page: Page) => card(page).getByRole('button', { name: callEn.call.decline }).click();
const rings = (page: Page) => expect(card(page)).toBeVisible();
const isSilent = (page: Page) => expect(card(page)).toHaveCount(0);

/** By what main says: nothing rings, nothing is missed. */
const missedNothing = async (page: Page): Promise<void> =>
  expect
    .poll(async () => {
      const { missed, followUps } = await session(page);
      return { missed, followUps };
    })
    .toEqual({ missed: 0, followUps: 0 });

const ringMode = async (page: Page, mode: ChannelSettings['ringing']['mode']): Promise<void> => {
  const settings = {
    callingOn: true,
    contactsMayCall: true,
    hours: null,
    ringing: { mode, assigneeMs: 8_000 },
  } as const;
  const set = await page.evaluate((wanted) => window.cornetta.request('channel.set', { settings: wanted }), settings);
  expect(set).toMatchObject({ ok: true });
};

test('two agents: each ring mode, one answers and the other hears who, nobody misses what a colleague took, missed work is shared, and what one plays is played on every desk', {
  tag: '@long',
}, async ({ launch, folder }) => {
  // The contact calls again as soon as a call is over, until somebody has had all of them.
  const again = { at: 0, do: 'call', contact: 'anna', ringFor: patient } as const;
  const left = { at: 0, do: 'note', contact: 'marco', durationMs: 3_000 } as const;
  const gateway = await startTeamGateway(folder, scenario([again, again, again, again, again, left]), [
    `carla:Carla:${tokenOf('carla')}:supervisor`,
    `bruno:Bruno:${tokenOf('bruno')}`,
  ]);
  try {
    const start = (agent: string) => {
      const policy = join(folder, `${agent}.json`);
      const workspace = { mode: 'gateway', url: `ws://127.0.0.1:${gateway.port}`, token: tokenOf(agent) };
      writeFileSync(policy, JSON.stringify({ workspace }));
      return launch({ args: [`--policy=${policy}`], userData: join(folder, agent) });
    };
    const [{ page: carla }, { page: bruno }] = await Promise.all([start('carla'), start('bruno')]);
    await Promise.all([desk.connected(carla), desk.connected(bruno)]);

    await test.step('everyone: both ring; who declines silences only that desk', async () => {
      await Promise.all([rings(carla), rings(bruno)]);
      await decline(bruno);
      await isSilent(bruno);
      await rings(carla);
      await desk.answer(carla, anna.name);
      await desk.talking(carla);
      await desk.end(carla);
    });

    await test.step('everyone: one answers, the other stops at once and shows who', async () => {
      await Promise.all([rings(carla), rings(bruno)]);
      await desk.answer(bruno, anna.name);
      await isSilent(carla);
      const answeredBy = callEn.outcome.answeredBy.replace('{{name}}', 'Bruno');
      await expect(carla.getByRole('region', { name: callEn.call.over })).toContainText(answeredBy);
      await desk.goTo(carla, 'Calls');
      await carla.getByRole('tab', { name: callEn.calls.all }).click();
      await expect(carla.getByRole('tabpanel')).toContainText(answeredBy);
      await carla.getByRole('tab', { name: callEn.calls.missed }).click();
      await expect(carla.getByRole('tabpanel')).toContainText(callEn.calls.emptyMissed);
      await desk.talking(bruno);
      await missedNothing(carla);
      await missedNothing(bruno);
    });

    await test.step('the conversation belongs to who answered', async () => {
      const menu = await openMenu(carla, anna.id, anna.name);
      await expect(menu).toContainText(callEn.call.assignee.replace('{{name}}', 'Bruno'));
      await carla.keyboard.press('Escape');
    });

    await test.step('assignee only: nobody else rings', async () => {
      await ringMode(carla, 'assignee-only');
      await desk.end(bruno);
      await rings(bruno);
      expect((await session(carla)).calls).toEqual([]);
      await ringMode(carla, 'assignee-first');
      await desk.answer(bruno, anna.name);
      expect((await session(carla)).calls).toEqual([]);
      // Whoever hangs up before the contact is put through has declined the call.
      await desk.talking(bruno);
    });

    await test.step('assignee first: alone, and after the time-out with everyone', async () => {
      await desk.end(bruno);
      await rings(bruno);
      expect((await session(carla)).calls).toEqual([]);
      await rings(carla);
      await rings(bruno);
      await ringMode(carla, 'everyone');
      await desk.answer(carla, anna.name);
      await isSilent(bruno);
      await desk.talking(carla);
    });

    await test.step('an agent who is away does not ring; nobody left: missed for the team', async () => {
      await bruno.getByRole('combobox', { name: 'Presence' }).selectOption({ label: 'Away' });
      await expect.poll(async () => (await session(bruno)).presence).toBe('away');
      await desk.end(carla);
      await rings(carla);
      expect((await session(bruno)).calls).toEqual([]);
      await decline(carla);
      for (const page of [carla, bruno]) await expect.poll(async () => (await session(page)).followUps).toBe(1);
    });

    const rowIn = (list: string) => (page: Page) =>
      page.getByRole('list', { name: list }).getByRole('listitem').filter({ hasText: anna.name });
    const row = rowIn(teamEn.followUps.open);

    await test.step('who takes the follow-up is seen at the other desk', async () => {
      for (const page of [carla, bruno]) {
        await desk.goTo(page, 'Calls');
        await page.getByRole('tab', { name: teamEn.followUps.tab }).click();
        await expect(row(page)).toBeVisible();
      }
      await row(bruno).getByRole('button', { name: teamEn.followUps.take }).click();
      await expect(row(bruno)).toContainText(teamEn.followUps.takenByMe);
      await expect(row(carla)).toContainText(teamEn.followUps.takenBy.replace('{{name}}', 'Bruno'));
    });

    await test.step('so are a note on it, and who is done with it and why; the badges go', async () => {
      const byBruno = teamEn.followUps.by.replace('{{name}}', 'Bruno');
      await row(bruno).getByRole('button', { name: teamEn.followUps.addNote }).click();
      await bruno.getByRole('textbox', { name: teamEn.followUps.note }).fill('Only after five');
      await bruno.keyboard.press('Enter');
      await expect(row(carla)).toContainText(`Only after five ${byBruno}`);
      await row(bruno).getByRole('button', { name: teamEn.followUps.dismiss }).click();
      await bruno.getByRole('form').getByRole('combobox').selectOption({ label: teamEn.followUps.reason.solved });
      await bruno.getByRole('form').getByRole('button', { name: teamEn.followUps.dismiss }).click();
      for (const page of [carla, bruno]) {
        const done = rowIn(teamEn.followUps.done)(page);
        await expect(done).toContainText(
          `${teamEn.followUps.how.dismissed} ${byBruno} · ${teamEn.followUps.reason.solved}`,
        );
        await expect(done).toContainText(`Only after five ${byBruno}`);
        const calls = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Calls' });
        await expect(calls).not.toHaveAccessibleDescription(/./);
      }
    });

    await test.step('a message that one plays is played at the other desk', async () => {
      const there = desk.conversations(bruno).getByRole('listitem').filter({ hasText: marco.name });
      for (const page of [carla, bruno]) await desk.openConversation(page, marco.name);
      await expect(there).toContainText('1 message not played yet');
      await expect(noteOf(bruno, marco.name)).toContainText('New');
      expect((await session(bruno)).unplayed).toBe(1);
      await noteOf(carla, marco.name).getByRole('button', { name: 'Play', exact: true }).click();
      await expect(noteOf(bruno, marco.name)).not.toContainText('New');
      await expect(there).not.toContainText('not played yet');
      expect(await notesOf(bruno, 'marco')).toMatchObject([{ status: 'played', playedBy: 'Carla' }]);
      await expect.poll(async () => (await session(bruno)).unplayed).toBe(0);
    });
  } finally {
    await gateway.stop();
  }
});
