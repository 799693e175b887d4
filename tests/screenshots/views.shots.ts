import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../e2e/support/app.ts';
import { desk, hearContact } from '../e2e/support/desk.ts';
import { anna, giulia, marco, type ScenarioInput, scenario } from '../e2e/support/scenario.ts';
import { resize, shoot, shootBoth, sizes } from './gallery.ts';

const workday = scenario([
  { at: 100, do: 'message', contact: 'giulia', text: 'Buongiorno, avete ricevuto il pezzo di ricambio per la Panda?' },
  { at: 150, do: 'message', contact: 'marco', text: 'Is my car ready? I could come by after five.' },
  { at: 200, do: 'message', contact: 'anna', text: 'Hello, are you open on Saturday?' },
  { at: 250, do: 'message', contact: 'anna', text: 'I would like to bring the Fiat for the winter tyres.' },
  { at: 800, do: 'call', contact: 'giulia', ringFor: 1200 },
  {
    at: 3000,
    do: 'call',
    contact: 'anna',
    audio: 'speech:Hello, this is Anna. Are you open on Saturday?',
    ringFor: 300_000,
  },
  { at: 9000, do: 'call', contact: 'marco', ringFor: 300_000 },
]);

/** The agent on the pictures has a name, as IT would have given it. */
function carla(folder: string): string {
  const path = join(folder, 'policy.json');
  writeFileSync(path, JSON.stringify({ agent: { name: 'Carla' } }));
  return `--policy=${path}`;
}

test('a working day', async ({ launch, folder }) => {
  const { electron, page } = await launch({ scenario: workday, args: [carla(folder)] });
  await desk.connected(page);
  await resize(electron, sizes.wide);
  await expect(desk.incomingCard(page, anna.name)).toBeVisible({ timeout: 15_000 });
  await desk.openConversation(page, anna.name);
  await shootBoth(electron, page, 'ringing');
  await desk.answer(page, anna.name);
  await desk.talking(page);
  await desk.activeCall(page).getByRole('button', { name: 'Record' }).click();
  await hearContact(page, 90);
  await shootBoth(electron, page, 'in-a-call');
  await expect(desk.incomingCard(page, marco.name)).toBeVisible({ timeout: 15_000 });
  await shoot(page, 'another-call-waits');
  await resize(electron, sizes.small);
  await shoot(page, 'another-call-waits-small');
  await desk.activeCall(page).getByRole('button', { name: 'Keypad' }).click();
  await shoot(page, 'keypad-small');
  await resize(electron, sizes.wide);
  await desk.goTo(page, 'Calls');
  await shoot(page, 'calls-in-a-call');
  await desk.end(page);
  await desk.incomingCard(page, marco.name).getByRole('button', { name: 'Decline' }).click();
  await expect(desk.incomingCard(page, marco.name)).toHaveCount(0);
  await page.getByRole('tab', { name: 'Missed' }).click();
  await expect(page.getByRole('tabpanel')).toContainText(giulia.name);
  await shoot(page, 'calls-missed');
  await desk.goTo(page, 'Recordings');
  await page.getByRole('table', { name: 'Recordings' }).getByRole('button', { name: 'Play' }).first().click();
  await expect(page.getByRole('slider', { name: 'Position' })).toBeVisible();
  await shootBoth(electron, page, 'recordings');
  await desk.goTo(page, 'Settings');
  await shootBoth(electron, page, 'settings');
  const account = page.getByRole('region', { name: 'Account', exact: true });
  for (const mode of ['Gateway', 'PBX'] as const) {
    await account.getByRole('radio', { name: mode }).check();
    // In the small window the form is longer than the view: its end is what matters.
    for (const [name, size] of [
      ['', sizes.wide],
      ['-small', sizes.small],
    ] as const) {
      await resize(electron, size);
      await account.getByRole('button', { name: 'Save and restart' }).scrollIntoViewIfNeeded();
      await shoot(page, `account-${mode.toLowerCase()}${name}`);
    }
    await resize(electron, sizes.wide);
  }
  await desk.openConversation(page, anna.name);
  await shoot(page, 'conversation');
  await page
    .getByRole('searchbox')
    .or(page.getByRole('textbox', { name: 'Search' }))
    .first()
    .fill('tyres');
  await expect(page.getByText('winter').first()).toBeVisible();
  await shootBoth(electron, page, 'search');
  await page.keyboard.press('Escape');
  for (const locale of ['de', 'it'] as const) {
    await page.evaluate((wanted) => window.cornetta.request('settings.set', { locale: wanted }), locale);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await shoot(page, `conversation-${locale}`);
    await resize(electron, sizes.small);
    await shoot(page, `conversation-small-${locale}`);
    for (const view of ['calls', 'settings'] as const) {
      await page.evaluate((wanted) => {
        location.hash = `#/${wanted}`;
      }, view);
      await expect(page.locator('nav a[aria-current]')).toHaveAttribute('href', new RegExp(view));
      await shoot(page, `${view}-small-${locale}`);
    }
    await page.evaluate(() => history.go(-2));
    await expect(page.getByRole('log')).toBeVisible();
    await resize(electron, sizes.wide);
  }
});

test('a contact who has not been in touch', async ({ launch, folder }) => {
  const { electron, page } = await launch({ scenario: scenario([]), args: [carla(folder)] });
  await desk.connected(page);
  await resize(electron, sizes.wide);
  await desk.openConversation(page, anna.name);
  await shoot(page, 'messages-closed');
});

test('nothing yet', async ({ launch, folder }) => {
  const empty: ScenarioInput = { ...scenario([]), contacts: [] };
  const { electron, page } = await launch({ scenario: empty, args: [carla(folder)] });
  await desk.connected(page);
  await resize(electron, sizes.wide);
  await shootBoth(electron, page, 'empty-inbox');
  await desk.goTo(page, 'Calls');
  await shootBoth(electron, page, 'empty-calls');
  await desk.goTo(page, 'Recordings');
  await shootBoth(electron, page, 'empty-recordings');
});

test('five hundred conversations and a low balance', async ({ launch, folder }) => {
  const names = ['Luca', 'Martina', 'Paolo', 'Chiara', 'Davide', 'Sara', 'Jürgen', 'Heike', 'Oliver', 'Grace'];
  const families = ['Rossi', 'Bianchi', 'Esposito', 'Romano', 'Schneider', 'Weber', 'Walker', 'Turner'];
  const contacts = Array.from({ length: 500 }, (_, index) => ({
    id: `c${index}`,
    name: `${names[index % names.length]} ${families[(index * 7) % families.length]}`,
    phone: `+39333${String(1_000_000 + index)}`,
  }));
  const timeline = contacts.map(({ id }, index) => ({
    at: index,
    do: 'message' as const,
    contact: id,
    text: ['Grazie mille, a domani.', 'When will it be ready?', 'Wie viel kostet das?', 'Va bene!'][index % 4] ?? '',
  }));
  const { electron, page } = await launch({
    args: [carla(folder)],
    scenario: { ...scenario([]), contacts, timeline: [...timeline, { at: 800, do: 'balance', value: '9.98' }] },
  });
  await desk.connected(page);
  await resize(electron, sizes.wide);
  await expect(page.getByRole('alert').filter({ hasText: 'Top-up required for calls' })).toBeVisible();
  await shootBoth(electron, page, 'five-hundred');
  await page.getByRole('alert').getByRole('button').focus();
  await expect(page.locator('[popover]:popover-open')).toBeVisible();
  await shootBoth(electron, page, 'top-up-banner');
});
