import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../e2e/support/app.ts';
import { desk } from '../e2e/support/desk.ts';
import { scenario } from '../e2e/support/scenario.ts';
import { resize, shoot, sizes } from './gallery.ts';

test('the team', async ({ launch, folder }) => {
  const policy = join(folder, 'policy.json');
  writeFileSync(policy, JSON.stringify({ agent: { name: 'Carla', role: 'supervisor' } }));
  const { electron, page } = await launch({
    scenario: scenario([
      { at: 300, do: 'call', contact: 'anna', ringFor: 400 },
      { at: 1500, do: 'call', contact: 'marco', ringFor: 400 },
      { at: 2300, do: 'call', contact: 'anna', ringFor: 400 },
      { at: 3200, do: 'call', contact: 'giulia', ringFor: 400 },
    ]),
    args: [`--policy=${policy}`],
  });
  await desk.connected(page);
  await resize(electron, sizes.wide);
  const list = page.getByRole('list', { name: 'Missed calls to follow up' });
  await expect(page.getByRole('link', { name: 'Calls' })).toHaveAccessibleDescription(/3 missed/, { timeout: 20_000 });
  await desk.goTo(page, 'Calls');
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await list.getByRole('listitem').filter({ hasText: 'Anna' }).getByRole('button', { name: 'Take' }).click();
  await list.getByRole('listitem').filter({ hasText: 'Giulia' }).getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('form').getByRole('button', { name: 'Dismiss' }).click();
  await list.getByRole('listitem').filter({ hasText: 'Marco' }).getByRole('button', { name: 'Dismiss' }).click();
  await page.getByText('Numbers by day and agent').click();
  await expect(page.getByRole('region', { name: 'Answer rate' })).toContainText('of 4');
  await shoot(page, 'follow-ups');
  await resize(electron, sizes.small);
  await shoot(page, 'follow-ups-small');
  await resize(electron, sizes.wide);
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.locator('..').getByRole('button', { name: 'Dismiss' }).click();
  await desk.goTo(page, 'Settings');
  const channel = page.getByRole('region', { name: 'Channel', exact: true });
  await channel.getByRole('combobox', { name: 'Business hours' }).selectOption({ label: 'Open at the hours below' });
  const monday = channel.getByRole('group', { name: 'Monday', exact: true });
  await monday.getByRole('textbox', { name: 'Monday, span 1: closes' }).fill('13:00');
  await monday.getByRole('button', { name: 'Add hours: Monday' }).click();
  await channel.getByRole('button', { name: 'Add a holiday' }).click();
  await channel.getByRole('textbox', { name: 'Tuesday, span 1: closes' }).fill('08:00');
  await channel.getByRole('textbox', { name: 'Prices as CSV' }).fill('IT,0.0125,USD\nXX,0.02,USD');
  await channel.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await shoot(page, 'channel');
  await channel
    .getByRole('heading', { name: 'Prices' })
    .evaluate((element) => element.scrollIntoView({ block: 'end' }));
  await shoot(page, 'channel-below');
  await page.evaluate(() => window.cornetta.request('settings.set', { locale: 'de' }));
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await resize(electron, sizes.small);
  await shoot(page, 'channel-small-de');
});
