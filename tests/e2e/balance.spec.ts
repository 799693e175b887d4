import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { anna, scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { type StagedGateway, startStagedGateway } from './support/team-gateway.ts';

const figures = [
  { at: 600_000, balance: '9.98', shown: '$10', banner: true },
  { at: 1_200_000, balance: '10.00', shown: '$10', banner: false },
  { at: 1_800_000, balance: '9.995', shown: '$10', banner: true },
  { at: 2_400_000, balance: '10.01', shown: '$10', banner: false },
  { at: 3_000_000, balance: '9.99', shown: '$10', banner: true },
  { at: 3_600_000, balance: null, shown: 'unknown', banner: false },
] as const;

/** Far away, where a minute costs much. */
const zoe = { id: 'zoe', name: 'Zoe Hill', phone: '+442079460123' } as const;

const spent = [
  { at: 4_200_000, balance: '9.99' },
  { at: 4_800_000, balance: '10.00' },
  { at: 5_400_000, balance: '12.00' },
] as const;
const [little, enough, plenty] = spent.map(({ at }) => at) as [number, number, number];
let gateway: StagedGateway;

const shared = sharedApp(async (folder) => {
  const rates = [
    { place: 'IT', perMinute: '0.0103', currency: 'USD' },
    { place: 'GB', perMinute: '3', currency: 'USD' },
  ];
  const steps = [...figures, ...spent].map(({ at, balance }) => ({ at, do: 'balance', value: balance }) as const);
  gateway = await startStagedGateway(folder, {
    ...scenario(steps, { rates }),
    contacts: [anna, zoe].map((contact) => ({ ...contact, permission: 'granted', answers: 'after:300' }) as const),
  });
  return { options: { args: gateway.args }, beside: [gateway], after: gateway.stop };
});

test('the banner stands below 10.00 exact, whatever the rounded figure shows, and goes with it', async () => {
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

test('with 9.99 nobody is called, by the button or without it; with 10.00 they are; five minutes that cost more are warned of', async () => {
  const { page, userData } = shared().app;
  const callButton = desk.conversation(page).getByRole('button', { name: 'Call', exact: true });
  const banner = page.getByRole('alert').filter({ hasText: 'Top-up required' });
  await desk.connected(page);
  await gateway.cue(little);
  await desk.openConversation(page, anna.name);
  await expect(banner).toBeVisible();
  expect(
    await page.evaluate(() => window.cornetta.request('call.place', { contactId: 'anna', kind: 'voice' })),
  ).toMatchObject({ error: { code: 'rule', refusal: { rule: 'balance-low' } } });
  await callButton.click();
  const menu = page.getByRole('menu', { name: `Call ${anna.name}` });
  await expect(menu).toContainText('The balance is exactly $9.99. Calls need at least $10.00');
  expect(ledgerRows(userData, 'SELECT id FROM calls')).toEqual([]);
  await gateway.cue(enough);
  await expect(banner).toHaveCount(0);
  await page.keyboard.press('Escape');
  await callButton.click();
  await desk.talking(page);
  await desk.end(page);

  await gateway.cue(plenty);
  await expect(page.getByRole('status', { name: 'Balance' })).toContainText('$12');
  await desk.openConversation(page, zoe.name);
  await callButton.click();
  await expect(page.getByRole('menu', { name: `Call ${zoe.name}` })).toContainText(
    'The balance of $12.00 may not last 5 minutes',
  );
  await page.keyboard.press('Enter');
  await desk.talking(page);
  await desk.end(page);
});
