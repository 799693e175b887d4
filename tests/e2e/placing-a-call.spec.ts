import type { Page } from '@playwright/test';
import type { UiReplies } from '#shared/contracts/ui-replies.ts';
import type { Result } from '#shared/result.ts';
import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { desk, hearContact } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { anna, marco, type ScenarioInput, scenario } from './support/scenario.ts';

type Contacts = ScenarioInput['contacts'];

const rates = [{ place: 'IT', perMinute: '0.0103', currency: 'USD' }];
/** A contact that has just written, so that it may be asked. */
const wrote = { at: 100, do: 'message', contact: 'anna', text: 'Please call me' } as const;

function shift(
  contact: Partial<Contacts[number]>,
  timeline: ScenarioInput['timeline'] = [wrote],
  workspace: Partial<ScenarioInput['workspace']> = {},
): ScenarioInput {
  return { ...scenario(timeline, { rates, ...workspace }), contacts: [{ ...anna, ...contact }, { ...marco }] };
}

const callButton = (page: Page) => desk.conversation(page).getByRole('button', { name: 'Call', exact: true });
const menu = (page: Page) => page.getByRole('menu', { name: `Call ${anna.name}` });
const request = (page: Page) => menu(page).getByRole('menuitem', { name: 'Request permission to call' });

/** What a page could do without its buttons. */
const place = (page: Page): Promise<Result<UiReplies['call.place']>> =>
  page.evaluate(() => window.cornetta.request('call.place', { contactId: 'anna', kind: 'voice' }));

async function open(page: Page): Promise<void> {
  await desk.connected(page);
  await desk.openConversation(page, anna.name);
}

async function ask(page: Page): Promise<void> {
  await callButton(page).click();
  await expect(menu(page)).toContainText('This contact has not allowed calls yet');
  await request(page).click();
}

test('asks, is allowed, calls, and sees what it costs', async ({ launch }) => {
  const { page, userData } = await launch({
    scenario: shift({ permission: 'none', asked: 'after:1500 grant', answers: 'after:500' }),
  });
  await open(page);
  await callButton(page).click();
  await expect(menu(page)).toContainText('$0.0103 a minute');
  expect(await violations(page)).toEqual([]);
  await request(page).click();
  await expect(desk.conversation(page)).toContainText('Request sent');
  await expect(desk.messages(page)).toContainText('Call permission granted', { timeout: 10_000 });
  await expect(page.getByRole('dialog')).toContainText('Calls allowed');
  await page.keyboard.press('Escape');
  await expect(menu(page)).toHaveCount(0);
  await callButton(page).click();
  await desk.talking(page);
  await hearContact(page, 15);
  await expect(desk.activeCall(page)).toContainText('$0.0103 so far');
  await desk.end(page);
  await expect(page.getByRole('region', { name: 'Last call' })).toContainText('Cost: $0.0103');
  await expect
    .poll(() => ledgerRows<{ cost: string }>(userData, 'SELECT cost, charged_seconds FROM calls'))
    .toEqual([{ cost: '0.0103', charged_seconds: 60 }]);
});

test('is told when it may ask a contact again that declined', async ({ launch }) => {
  const { page } = await launch({ scenario: shift({ permission: 'none', asked: 'after:500 decline' }) });
  await open(page);
  await ask(page);
  await expect(desk.messages(page)).toContainText('Call permission declined', { timeout: 10_000 });
  await expect(menu(page)).toContainText('The contact declined calls');
  await expect(request(page)).toHaveAttribute('aria-disabled', 'true');
  // The window closes before: the contact has to write besides.
  await expect(request(page)).toHaveAccessibleDescription(/declined a short while ago.*Not before: tomorrow/);
});

test('waits for a contact that does not answer, and calls nobody meanwhile', async ({ launch }) => {
  const { page } = await launch({ scenario: shift({ permission: 'none', asked: 'ignore' }) });
  await open(page);
  await ask(page);
  await expect(menu(page)).toContainText('Waiting for the contact to answer your request');
  expect(await place(page)).toMatchObject({ error: { code: 'rule', refusal: { rule: 'permission-waiting' } } });
});

test('learns at once that a contact withdrew the permission', async ({ launch }) => {
  const { page } = await launch({
    scenario: shift({ permission: 'granted' }, [wrote, { at: 3000, do: 'revoke', contact: 'anna' }]),
  });
  await open(page);
  await expect(desk.messages(page)).toContainText('Call permission withdrawn', { timeout: 15_000 });
  await callButton(page).click();
  await expect(menu(page)).toContainText('The contact withdrew the permission to call');
  expect(await place(page)).toMatchObject({ error: { code: 'rule', refusal: { rule: 'permission-revoked' } } });
});

test('is refused with 9.99, by its button and without it, and calls with 10.00', async ({ launch }) => {
  const { page, userData } = await launch({
    scenario: shift({ permission: 'granted' }, [wrote, { at: 6000, do: 'balance', value: '10.00' }], {
      balance: '9.99',
    }),
  });
  await open(page);
  expect(await place(page)).toMatchObject({ error: { code: 'rule', refusal: { rule: 'balance-low' } } });
  await callButton(page).click();
  await expect(menu(page)).toContainText('The balance is exactly $9.99. Calls need at least $10.00');
  expect(ledgerRows(userData, 'SELECT id FROM calls')).toEqual([]);
  await expect(page.getByRole('alert').filter({ hasText: 'Top-up required' })).toHaveCount(0, { timeout: 15_000 });
  await page.keyboard.press('Escape');
  await callButton(page).click();
  await desk.talking(page);
});

test('is warned before a call that the balance does not carry for five minutes', async ({ launch }) => {
  const dear = [{ place: 'IT', perMinute: '3', currency: 'USD' }];
  const { page } = await launch({
    scenario: shift({ permission: 'granted' }, [wrote], { balance: '12.00', rates: dear }),
  });
  await open(page);
  await callButton(page).click();
  await expect(menu(page)).toContainText('The balance of $12.00 may not last 5 minutes');
  await page.keyboard.press('Enter');
  await desk.talking(page);
});

test('dials by name or number with the keyboard alone', async ({ launch }) => {
  const { page } = await launch({ scenario: shift({ permission: 'granted', answers: 'after:300' }) });
  await open(page);
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
});

test('a telephone link opens the dialog filled in, and dials nothing', async ({ launch }) => {
  const { electron, page, userData } = await launch({
    scenario: shift({ permission: 'granted' }),
    args: ['tel:+39-333-123-4567'],
  });
  await desk.connected(page);
  const field = page.getByRole('combobox', { name: 'Name or number' });
  await expect(field).toHaveValue(/^\+39/, { timeout: 15_000 });
  await expect(page.getByRole('option', { name: anna.name })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await electron.evaluate(({ app }) => {
    app.emit('second-instance', {}, ['cornetta', 'tel:+393337654321'], '/');
  });
  await expect(page.getByRole('option', { name: marco.name })).toBeVisible();
  expect(ledgerRows(userData, 'SELECT id FROM calls')).toEqual([]);
});
