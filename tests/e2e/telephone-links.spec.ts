import { noticesEn } from '../../src/renderer/ui/i18n/locales/en/notices.ts';
import { settingsEn } from '../../src/renderer/ui/i18n/locales/en/settings.ts';
import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { anna, marco, scenario } from './support/scenario.ts';

test('a telephone link opens the dialog filled in, and dials nothing', async ({ launch }) => {
  const { electron, page, userData } = await launch({
    scenario: scenario([{ at: 100, do: 'message', contact: 'anna', text: 'Please call me' }]),
    args: ['tel:+39-333-123-4567'],
  });
  await desk.connected(page);
  const field = page.getByRole('combobox', { name: 'Name or number' });
  await expect(field).toHaveValue(/^\+39/);
  await expect(page.getByRole('option', { name: anna.name })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await electron.evaluate(({ app }) => {
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
