/** Rules that hold for a whole channel: eligibility, regions of the business number, switches, hours, balance and pauses, in both directions. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { ChannelSettings } from '#shared/contracts/calling.ts';
import { callEn } from '../../src/renderer/ui/i18n/locales/en/call.ts';
import { conversationEn } from '../../src/renderer/ui/i18n/locales/en/conversation.ts';
import { rulesEn } from '../../src/renderer/ui/i18n/locales/en/rules.ts';
import { teamEn } from '../../src/renderer/ui/i18n/locales/en/team.ts';
import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import { ask, checkRefusal, day, hour, openMenu, place, wordsOf } from './support/rule-rows.ts';
import { anna, patient, type ScenarioInput, scenario } from './support/scenario.ts';
import { token } from './support/team-gateway.ts';

function asSupervisor(folder: string): readonly string[] {
  const path = join(folder, 'policy.json');
  writeFileSync(path, JSON.stringify({ agent: { name: 'Carla', role: 'supervisor' } }));
  return [`--policy=${path}`];
}

async function channelSection(page: Page): Promise<Locator> {
  await desk.goTo(page, 'Settings');
  const section = page.getByRole('region', { name: teamEn.channel.title, exact: true });
  await section.scrollIntoViewIfNeeded();
  return section;
}

const open: ChannelSettings = {
  callingOn: true,
  contactsMayCall: true,
  hours: null,
  ringing: { mode: 'everyone', assigneeMs: 15_000 },
};

const setChannel = (page: Page, settings: ChannelSettings) =>
  page.evaluate((wanted) => window.cornetta.request('channel.set', { settings: wanted }), settings);

/** The date that it is after two days; two of them around midnight. */
const inTwoDays = [Date.now() - hour, Date.now() + hour].map((at) => new Date(at + 2 * day));
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const allDay = [{ open: '00:00', close: '24:00' }];
const closedWeek = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
/** Closed now, open in two days. */
const openInTwoDays = {
  timeZone: 'UTC',
  week: { ...closedWeek, ...Object.fromEntries(inTwoDays.map((date) => [weekdays[date.getUTCDay()], allDay])) },
  holidays: [],
};
const openButForHoliday = {
  timeZone: 'UTC',
  week: Object.fromEntries(weekdays.map((name) => [name, allDay])) as typeof closedWeek,
  holidays: [...new Set(inTwoDays.map((date) => date.toISOString().slice(0, 10)))].map((date) => ({ date, spans: [] })),
};

test('a number from a country without outgoing calls is called and does not call; switched off, it needs the messaging limit', async ({
  launch,
  folder,
}) => {
  const { page } = await launch({
    scenario: scenario([{ at: 0, do: 'call', contact: 'anna', ringFor: patient }], {
      number: '+12025550123',
      messagingLimit: 999,
    }),
    args: asSupervisor(folder),
  });
  await desk.connected(page);

  await test.step('contacts may call it', async () => {
    await desk.incomingCard(page, anna.name).getByRole('button', { name: callEn.call.decline }).click();
    await expect(desk.incomingCard(page, anna.name)).toHaveCount(0);
  });

  await test.step('it cannot place calls, nor ask to', async () => {
    const menu = await openMenu(page, anna.id, anna.name);
    const call = menu.getByRole('menuitem').first();
    await expect(call).toHaveAttribute('aria-disabled', 'true');
    await expect(call).toHaveAccessibleDescription(
      new RegExp(rulesEn.refusal['outbound-unavailable'].replace('{{place}}', 'United States')),
    );
    await expect(call).toHaveAccessibleDescription(wordsOf(rulesEn.need['another-business-number']));
    const refused = { rule: 'outbound-unavailable', needs: ['another-business-number'] } as const;
    checkRefusal(await place(page, anna.id), refused, 0);
    checkRefusal(await ask(page, 'giulia'), refused, 0);
    await page.keyboard.press('Escape');
  });

  await test.step('switched off, it cannot be switched on again below 1,000 conversations', async () => {
    const channel = await channelSection(page);
    const calls = channel.getByRole('switch', { name: teamEn.channel.calling, exact: true });
    await calls.click();
    await channel.getByRole('button', { name: teamEn.channel.save }).click();
    await expect(channel.getByRole('status').filter({ hasText: teamEn.channel.saved })).toBeVisible();
    await expect(calls).toBeDisabled();
    await expect(channel).toContainText(
      rulesEn.refusal['messaging-limit-low'].replace('{{limit}}', '999').replace('{{minimum}}', '1,000'),
    );
    const refused = { rule: 'messaging-limit-low', needs: ['raise-messaging-limit'] } as const;
    checkRefusal(await setChannel(page, open), refused, 0);
  });

  await test.step('while it is off, that is the reason', async () => {
    const menu = await openMenu(page, anna.id, anna.name);
    await expect(menu.getByRole('menuitem').first()).toHaveAccessibleDescription(
      wordsOf(rulesEn.refusal['calling-off']),
    );
    checkRefusal(await place(page, anna.id), { rule: 'calling-off' }, 0);
  });
});

/** Each calls, on its cue, while something keeps its call from the agents. */
const callers = [
  { name: 'Ada Closed', event: 'out-of-hours-call' },
  { name: 'Kim North', phone: '+8501921234567', event: 'refused-call' },
  { name: 'Ugo Holiday', event: 'out-of-hours-call' },
  { name: 'Bea Balance', event: 'missed-low-balance' },
  { name: 'Ivo Unwanted', event: 'refused-call' },
  { name: 'Eva Off', event: 'refused-call' },
] as const;
const [ada, kim, ...others] = callers;
const callerId = (name: string): string => name.toLowerCase().replace(' ', '-');
/** Minutes, and less than an hour in all. */
const apart = 300_000;
const cueOf = ({ name }: { readonly name: string }): number =>
  [ada, anna, ...others].findIndex((caller) => caller.name === name) * apart + apart;
const paused = 7 * apart;
const calls = (caller: { readonly name: string }, cue = caller) =>
  ({
    at: cueOf(cue),
    do: 'call',
    contact: caller === anna ? anna.id : callerId(caller.name),
    ringFor: 60_000,
  }) as const;

const [ugo, bea, ivo, eva] = others;
const shift: ScenarioInput = {
  ...scenario(
    [
      calls(ada),
      calls(kim, ada),
      { at: cueOf(anna), do: 'clock', by: 2 * day },
      { ...calls(anna), ringFor: patient },
      { at: cueOf(ugo), do: 'channel', hours: openButForHoliday },
      calls(ugo),
      { at: cueOf(bea), do: 'channel', hours: null },
      { at: cueOf(bea), do: 'balance', value: '9.99' },
      calls(bea),
      { at: cueOf(ivo), do: 'balance', value: '25.00' },
      { at: cueOf(ivo), do: 'channel', contactsMayCall: false },
      calls(ivo),
      { at: cueOf(eva), do: 'channel', contactsMayCall: true, callingOn: false },
      calls(eva),
      { at: paused, do: 'channel', callingOn: true },
      { at: paused, do: 'pause', for: 2 * hour },
    ],
    { hours: openInTwoDays, rates: [{ place: 'IT', perMinute: '0.06', currency: 'USD' }] },
  ),
  contacts: [
    { ...anna, permission: 'granted' },
    ...callers.map((caller, index) => ({
      id: callerId(caller.name),
      name: caller.name,
      phone: 'phone' in caller ? caller.phone : `+39333200000${index}`,
    })),
  ],
};

test('calls of contacts ring, or are refused for hours, balance, region and switches; calls of ours wait while they are paused', async ({
  launch,
  stage,
}) => {
  const { args, cue } = await stage(shift, [`carla:Carla:${token}:supervisor`]);
  const { page } = await launch({ args });
  await desk.connected(page);
  const isRefused = ({ name, event }: (typeof callers)[number]) =>
    test.step(`${name}: ${event}`, async () => {
      await desk.openConversation(page, name);
      await expect(desk.messages(page)).toContainText(conversationEn.event[event]);
    });

  await cue(cueOf(ada));
  await isRefused(ada);
  await isRefused(kim);

  await test.step('within hours it rings, and a call of the contact is free', async () => {
    await cue(cueOf(anna));
    await desk.answer(page, anna.name);
    await desk.talking(page);
    await expect(desk.activeCall(page)).toContainText(callEn.call.free);
    await desk.end(page);
    await expect(page.getByRole('region', { name: callEn.call.over })).toContainText(callEn.call.free);
  });

  for (const caller of others) {
    await cue(cueOf(caller));
    await isRefused(caller);
  }

  await test.step('paused by WhatsApp: when again', async () => {
    await cue(paused);
    const menu = await openMenu(page, anna.id, anna.name);
    const call = menu.getByRole('menuitem').first();
    await expect(call).toHaveAccessibleDescription(wordsOf(rulesEn.refusal['calling-paused']));
    await expect(call).toHaveAccessibleDescription(wordsOf(rulesEn.again.call));
    const refused = { rule: 'calling-paused', againIn: 2 * hour } as const;
    checkRefusal(await place(page, anna.id), refused, 2 * day);
    checkRefusal(await ask(page, anna.id), { rule: 'calling-paused' }, 2 * day);
    await page.keyboard.press('Escape');
  });

  await test.step('only what somebody could have answered counts', async () => {
    await desk.goTo(page, 'Calls');
    await page.getByRole('tab', { name: teamEn.followUps.tab }).click();
    const rate = page.getByRole('region', { name: teamEn.rate.title });
    await expect(rate).toContainText('1 of 2 answered');
    await expect(rate).toContainText(teamEn.rate.apart.replace('{{outOfHours}}', '2').replace('{{refused}}', '3'));
  });

  await test.step('the channel says why contacts do not get through, and when again', async () => {
    expect(await setChannel(page, { ...open, hours: openButForHoliday })).toMatchObject({ ok: true });
    const channel = await channelSection(page);
    await expect(channel).toContainText(rulesEn.refusal['out-of-hours']);
    await expect(channel).toContainText(wordsOf(rulesEn.again.incoming));
    expect(await setChannel(page, { ...open, contactsMayCall: false })).toMatchObject({ ok: true });
    await expect(channel).toContainText(rulesEn.refusal['contacts-may-not-call']);
    expect(await setChannel(page, open)).toMatchObject({ ok: true });
    await expect(channel).not.toContainText(rulesEn.refusal['contacts-may-not-call']);
  });
});
