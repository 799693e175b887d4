import type { Page } from '@playwright/test';
import type { UiReplies } from '#shared/contracts/ui-replies.ts';
import type { Result } from '#shared/result.ts';
import { noticesEn } from '../../src/renderer/ui/i18n/locales/en/notices.ts';
import { settingsEn } from '../../src/renderer/ui/i18n/locales/en/settings.ts';
import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { desk, hearContact } from './support/desk.ts';
import { inMain } from './support/in-main.ts';
import { ledgerRows } from './support/ledger.ts';
import { anna, marco, scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { type StagedGateway, startStagedGateway } from './support/team-gateway.ts';

const rates = [
  { place: 'IT', perMinute: '0.0103', currency: 'USD' },
  { place: 'GB', perMinute: '3', currency: 'USD' },
];

/** Those who answer a request to call each in their own way. */
const grants = { id: 'grants', name: 'Greta Grants', phone: '+393330000001', asked: 'after:1000 grant' } as const;
const declines = { id: 'declines', name: 'Dora Declines', phone: '+393330000002', asked: 'after:300 decline' } as const;
const ignores = { id: 'ignores', name: 'Ivo Ignores', phone: '+393330000003', asked: 'ignore' } as const;
/** Those who do not take a call. */
const rings = { id: 'rings', name: 'Rita Rings', phone: '+393330000004', answers: 'never' } as const;
const refuses = { id: 'refuses', name: 'Remo Refuses', phone: '+393330000005', answers: 'decline' } as const;
/** Those whom the agent calls when the balance is low, or might be; it costs much to call the second one. */
const berta = { id: 'berta', name: 'Berta Balance', phone: '+393330000007' } as const;
const gail = { id: 'gail', name: 'Gail Hill', phone: '+442079460123' } as const;
/** Has never been in touch. */
const stranger = { id: 'stranger', name: 'Stella Stranger', phone: '+393330000006' } as const;
const wrote = { at: 100, do: 'message', text: 'Please call me' } as const;
const [withdraws, writes] = [600_000, 1_200_000];
const figures = [
  { at: 1_800_000, balance: '9.98', shown: '$10', banner: true },
  { at: 2_400_000, balance: '10.00', shown: '$10', banner: false },
  { at: 3_000_000, balance: '9.995', shown: '$10', banner: true },
  { at: 3_600_000, balance: '10.01', shown: '$10', banner: false },
  { at: 4_200_000, balance: '9.99', shown: '$10', banner: true },
  { at: 4_800_000, balance: null, shown: 'unknown', banner: false },
] as const;
const spent = [
  { at: 5_400_000, balance: '9.99' },
  { at: 6_000_000, balance: '10.00' },
  { at: 6_600_000, balance: '12.00' },
] as const;
const [little, enough, plenty] = spent.map(({ at }) => at) as [number, number, number];
let gateway: StagedGateway;

const shared = sharedApp(async (folder) => {
  gateway = await startStagedGateway(folder, {
    ...scenario(
      [
        ...[anna, grants, declines, ignores].map(({ id }) => ({ ...wrote, contact: id })),
        { at: withdraws, do: 'revoke', contact: 'marco' },
        { at: writes, do: 'message', contact: 'stranger', text: 'Are you open?' },
        ...[...figures, ...spent].map(({ at, balance }) => ({ at, do: 'balance', value: balance }) as const),
      ],
      { rates },
    ),
    contacts: [
      { ...anna, permission: 'granted', answers: 'after:300' },
      { ...marco, permission: 'granted' },
      { ...grants, permission: 'none', answers: 'after:300' },
      { ...declines, permission: 'none' },
      { ...ignores, permission: 'none' },
      { ...rings, permission: 'granted' },
      { ...refuses, permission: 'granted' },
      { ...berta, permission: 'granted', answers: 'after:300' },
      { ...gail, permission: 'granted', answers: 'after:300' },
      stranger,
    ],
  });
  return { options: { args: [...gateway.args, 'tel:+39-333-123-4567'] }, beside: [gateway], after: gateway.stop };
});

const callButton = (page: Page) => desk.conversation(page).getByRole('button', { name: 'Call', exact: true });
const menuOf = (page: Page, { name }: { readonly name: string }) => page.getByRole('menu', { name: `Call ${name}` });
const request = (page: Page) => page.getByRole('menuitem', { name: 'Request permission to call' });

/** What a page could do without its buttons. */
const place = (page: Page, contactId: string): Promise<Result<UiReplies['call.place']>> =>
  page.evaluate((id) => window.cornetta.request('call.place', { contactId: id, kind: 'voice' }), contactId);

async function open(page: Page, contact: { readonly name: string }): Promise<void> {
  await desk.connected(page);
  await desk.openConversation(page, contact.name);
}

async function ask(page: Page, contact: { readonly name: string }): Promise<void> {
  await callButton(page).click();
  await expect(menuOf(page, contact)).toContainText('This contact has not allowed calls yet');
  await request(page).click();
}

// The first one: the app was started with the link.
const long = { tag: '@long' } as const;

test('a telephone link opens the dialog filled in, and dials nothing', long, async () => {
  const { electron, page, userData } = shared().app;
  await desk.connected(page);
  const field = page.getByRole('combobox', { name: 'Name or number' });
  await expect(field).toHaveValue(/^\+39/);
  await expect(page.getByRole('option', { name: anna.name })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await inMain(electron, ({ app }) => {
    app.emit('second-instance', {}, ['cornetta', 'tel:+393337654321'], '/');
  });
  await expect(page.getByRole('option', { name: marco.name })).toBeVisible();
  expect(ledgerRows(userData, 'SELECT id FROM calls')).toEqual([]);
  await page.keyboard.press('Escape');

  await test.step('where the system cannot open them here, it is said for as long as they are wanted', async () => {
    await desk.goTo(page, 'Settings');
    const wanted = page.getByRole('switch', { name: settingsEn.settings.telLinks });
    const notices = page.getByRole('region', { name: noticesEn.notices.label });
    const refused = notices.getByText(noticesEn.notice['links-refused']);
    await wanted.click();
    await expect(refused).toBeVisible();
    await wanted.click();
    await expect(refused).toHaveCount(0);
  });
});

test('asks, is allowed, calls, and sees what it costs', long, async () => {
  const { page, userData } = shared().app;
  await open(page, grants);
  await callButton(page).click();
  await expect(menuOf(page, grants)).toContainText('$0.0103 a minute');
  expect(await violations(page)).toEqual([]);
  await request(page).click();
  await expect(desk.messages(page)).toContainText('Call permission requested');
  await expect(desk.messages(page)).toContainText('Call permission granted');
  await expect(page.getByRole('dialog')).toContainText('Calls allowed');
  await page.keyboard.press('Escape');
  await expect(menuOf(page, grants)).toHaveCount(0);
  await callButton(page).click();
  await desk.talking(page);
  await hearContact(page, 15);
  await expect(desk.activeCall(page)).toContainText('$0.0103 so far');
  await desk.end(page);
  await expect(page.getByRole('region', { name: 'Last call' })).toContainText('Cost: $0.0103');
  await expect
    .poll(() => ledgerRows(userData, "SELECT cost, charged_seconds FROM calls WHERE contact_id = 'grants'"))
    .toEqual([{ cost: '0.0103', charged_seconds: 60 }]);
});

test('is told when it may ask a contact again that declined', long, async () => {
  const { page } = shared().app;
  await open(page, declines);
  await ask(page, declines);
  await expect(desk.messages(page)).toContainText('Call permission declined');
  await expect(menuOf(page, declines)).toContainText('The contact declined calls');
  await expect(request(page)).toHaveAttribute('aria-disabled', 'true');
  // The window closes before: the contact has to write besides.
  await expect(request(page)).toHaveAccessibleDescription(/declined a short while ago.*Not before: tomorrow/);
  await page.keyboard.press('Escape');
});

test('waits for a contact that does not answer, and calls nobody meanwhile', long, async () => {
  const { page } = shared().app;
  await open(page, ignores);
  await ask(page, ignores);
  await expect(page.getByRole('dialog')).toContainText('Request sent');
  await expect(menuOf(page, ignores)).toContainText('Waiting for the contact to answer your request');
  expect(await place(page, 'ignores')).toMatchObject({
    error: { code: 'rule', refusal: { rule: 'permission-waiting' } },
  });
  await page.keyboard.press('Escape');
});

test('learns at once that a contact withdrew the permission', long, async () => {
  const { page } = shared().app;
  await open(page, marco);
  await gateway.cue(withdraws);
  await expect(desk.messages(page)).toContainText('Call permission withdrawn');
  await callButton(page).click();
  await expect(menuOf(page, marco)).toContainText('The contact withdrew the permission to call');
  expect(await place(page, 'marco')).toMatchObject({
    error: { code: 'rule', refusal: { rule: 'permission-revoked' } },
  });
  await page.keyboard.press('Escape');
});

test('a contact who has not been in touch cannot be written to, until they write', long, async () => {
  const { page } = shared().app;
  await open(page, stranger);
  const conversation = page.getByRole('region', { name: 'Conversation' });
  await expect(conversation).toContainText(
    `You can write as soon as ${stranger.name} writes, calls, or takes your call`,
  );
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveCount(0);
  const sent = await page.evaluate(
    (clientId) => window.cornetta.request('message.send', { contactId: 'stranger', text: 'past the window', clientId }),
    crypto.randomUUID(),
  );
  expect(sent.ok).toBe(true);
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('was not sent');
  await expect(desk.messages(page)).toContainText('Not sent');

  await gateway.cue(writes);
  await expect(desk.messages(page)).toContainText('Are you open?');
  await desk.messages(page).getByRole('button', { name: 'Try again' }).click();
  await expect(desk.messages(page)).not.toContainText('Not sent');
  await expect(desk.messages(page).getByText('past the window')).toHaveCount(1);
});

test('hears it ring, cancels, and is declined: told apart, and nothing of it costs', long, async () => {
  const { page, userData } = shared().app;
  await open(page, rings);
  await callButton(page).click();
  await expect(desk.activeCall(page)).toContainText('Ringing…');
  await desk.end(page);

  await open(page, refuses);
  await callButton(page).click();
  const prompt = page.getByRole('group', { name: 'No answer' });
  await expect(prompt).toBeVisible();
  await prompt.getByRole('button', { name: 'Cancel' }).click();

  await desk.goTo(page, 'Calls');
  await page.getByRole('tab', { name: 'Outgoing' }).click();
  const row = (name: string) => page.getByRole('tabpanel').getByRole('row').filter({ hasText: name });
  await expect(row(rings.name)).toContainText('Cancelled');
  await expect(row(refuses.name)).toContainText('Declined by contact');
  const costs = "SELECT cost FROM calls WHERE contact_id IN ('rings', 'refuses')";
  expect(ledgerRows(userData, costs)).toEqual([{ cost: null }, { cost: null }]);
});

test('dials by name or number with the keyboard alone', long, async () => {
  const { page } = shared().app;
  await open(page, anna);
  await page.keyboard.press('Control+Shift+N');
  const dialog = page.getByRole('dialog', { name: 'Call somebody' });
  await expect(dialog.getByRole('combobox', { name: 'Name or number' })).toBeFocused();
  await page.keyboard.type('Zoe');
  await expect(dialog).toContainText('No contact matches');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('+44 20 7946 0958');
  await expect(dialog).toContainText('No contact has +44 20 7946 0958');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('333 123 4567');
  await expect(dialog.getByRole('option', { name: anna.name })).toHaveAttribute('aria-selected', 'true');
  await expect(dialog).toContainText('$0.0103 a minute');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await desk.talking(page);
  await desk.end(page);
});

// The last ones: they change the balance.
test('the banner stands below 10.00 exact, whatever the rounded figure shows, and goes with it', long, async () => {
  const { page } = shared().app;
  await desk.connected(page);
  const status = page.getByRole('status', { name: 'Balance' });
  const alert = page.getByRole('alert').filter({ hasText: 'Top-up required for calls' });
  await expect(status).toContainText('$25');
  await expect(alert).toHaveCount(0);
  for (const { at, balance, shown, banner } of figures) {
    await gateway.cue(at);
    await expect(alert, `${balance}`).toHaveCount(banner ? 1 : 0);
    await expect(status, `${balance}`).toContainText(shown);
    if (banner) await expect(alert.getByRole('button')).toHaveAccessibleName(new RegExp(balance.replace('.', '\\.')));
  }
});

test(
  'with 9.99 nobody is called, by the button or without it; with 10.00 they are; five minutes that cost more are warned of',
  long,
  async () => {
    const { page, userData } = shared().app;
    const banner = page.getByRole('alert').filter({ hasText: 'Top-up required' });
    await desk.connected(page);
    await gateway.cue(little);
    await desk.openConversation(page, berta.name);
    await expect(banner).toBeVisible();
    expect(await place(page, 'berta')).toMatchObject({ error: { code: 'rule', refusal: { rule: 'balance-low' } } });
    await callButton(page).click();
    await expect(menuOf(page, berta)).toContainText('The balance is exactly $9.99. Calls need at least $10.00');
    expect(ledgerRows(userData, `SELECT id FROM calls WHERE contact_id = '${berta.id}'`)).toEqual([]);
    await gateway.cue(enough);
    await expect(banner).toHaveCount(0);
    await page.keyboard.press('Escape');
    await callButton(page).click();
    await desk.talking(page);
    await desk.end(page);

    await gateway.cue(plenty);
    await expect(page.getByRole('status', { name: 'Balance' })).toContainText('$12');
    await desk.openConversation(page, gail.name);
    await callButton(page).click();
    await expect(menuOf(page, gail)).toContainText('The balance of $12.00 may not last 5 minutes');
    await page.keyboard.press('Enter');
    await desk.talking(page);
    await desk.end(page);
  },
);
