import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { desk } from './support/desk.ts';
import { anna, marco, scenario } from './support/scenario.ts';

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing in any view, ${theme}`, async ({ launch }) => {
    const { page } = await launch({
      scenario: scenario([
        { at: 100, do: 'message', contact: 'anna', text: 'Are you open?' },
        { at: 200, do: 'message', contact: 'marco', text: 'Is my car ready?' },
        { at: 500, do: 'call', contact: 'giulia', ringFor: 1500 },
        { at: 3500, do: 'call', contact: 'anna', ringFor: 120_000 },
        { at: 3600, do: 'call', contact: 'marco', ringFor: 120_000 },
        { at: 5000, do: 'balance', value: '9.98' },
      ]),
    });
    await desk.connected(page);
    await page.evaluate((wanted) => window.cornetta.request('settings.set', { theme: wanted }), theme);
    await page.waitForFunction((dark) => matchMedia('(prefers-color-scheme: dark)').matches === dark, theme === 'dark');
    await expect(desk.incomingCard(page, marco.name)).toBeVisible({ timeout: 15_000 });
    await expect(page.getByRole('alert').filter({ hasText: 'Top-up required for calls' })).toBeVisible();
    expect(await violations(page), 'ringing').toEqual([]);

    await desk.answer(page, anna.name);
    await desk.talking(page);
    await desk.openConversation(page, anna.name);
    await desk.activeCall(page).getByRole('button', { name: 'Keypad' }).click();
    expect(await violations(page), 'in a call').toEqual([]);
    await desk.activeCall(page).getByRole('button', { name: 'Keypad' }).click();

    for (const view of ['Calls', 'Recordings', 'Settings'] as const) {
      await desk.goTo(page, view);
      await expect(page.getByRole('main')).toBeVisible();
      expect(await violations(page), view).toEqual([]);
      const scrolls = await page.evaluate(() => document.documentElement.scrollHeight > window.innerHeight);
      expect(scrolls, `${view}: what scrolls is the view, not the window`).toBe(false);
    }
    await desk.end(page);
  });
}

test('a whole call by keyboard alone', async ({ launch }) => {
  const { page } = await launch({ scenario: scenario([{ at: 500, do: 'call', contact: 'anna', ringFor: 60_000 }]) });
  await desk.connected(page);
  await expect(desk.incomingCard(page, anna.name)).toBeVisible();
  const focused = await page.evaluate(() => document.activeElement?.closest('article') === null);
  expect(focused, 'a ringing call takes no focus').toBe(true);
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('Answer');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);

  const keyOf = (label: string) =>
    page.getByRole('button', { name: label, exact: true }).first().getAttribute('aria-keyshortcuts');
  await page.keyboard.press((await keyOf('Answer')) ?? '');
  await desk.talking(page);
  await page.keyboard.press((await keyOf('Mute')) ?? '');
  await expect(desk.activeCall(page).getByRole('button', { name: 'Unmute' })).toBeVisible();
  await page.keyboard.press((await keyOf('End')) ?? '');
  await expect(desk.activeCall(page)).toHaveCount(0);
});
