import { expect, test } from '../e2e/support/app.ts';
import { desk, hearContact } from '../e2e/support/desk.ts';
import { anna, scenario } from '../e2e/support/scenario.ts';
import { resize, shoot, sizes } from './gallery.ts';

test('asking, calling and what it costs', async ({ launch }) => {
  const { electron, page } = await launch({
    scenario: {
      ...scenario([{ at: 100, do: 'message', contact: 'anna', text: 'Please call me about the winter tyres.' }], {
        rates: [{ place: 'IT', perMinute: '0.0103', currency: 'USD' }],
      }),
      contacts: [{ ...anna, permission: 'none', asked: 'after:1000 grant', answers: 'after:300' }],
    },
  });
  await desk.connected(page);
  await resize(electron, sizes.wide);
  await desk.openConversation(page, anna.name);
  const call = desk.conversation(page).getByRole('button', { name: 'Call', exact: true });
  await call.click();
  await expect(page.getByRole('menu')).toBeVisible();
  await shoot(page, 'call-not-allowed');
  await page.getByRole('menuitem', { name: 'Request permission to call' }).click();
  await expect(page.getByRole('dialog')).toContainText('Calls allowed');
  await shoot(page, 'call-allowed');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+N');
  await page.getByRole('combobox', { name: 'Name or number' }).fill('333 123 4567');
  await expect(page.getByRole('menu')).toBeVisible();
  await shoot(page, 'dial');
  await page.getByRole('combobox', { name: 'Name or number' }).press('Enter');
  await desk.talking(page);
  await hearContact(page, 30);
  await shoot(page, 'call-cost');
  await desk.end(page);
  await expect(page.getByRole('region', { name: 'Last call' })).toContainText('Cost');
  await shoot(page, 'call-over');
});
