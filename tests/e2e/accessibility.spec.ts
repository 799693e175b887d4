import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { desk } from './support/desk.ts';
import { ledgerRows, recordMore } from './support/ledger.ts';
import { anna, giulia, marco, scenario } from './support/scenario.ts';
import { rendererPid } from './support/windows.ts';

test('axe finds nothing in any view, light and dark', { tag: '@long' }, async ({ launch, stage }) => {
  // Axe looks at twelve views, twice.
  test.slow();
  const [calls, low, callsLater] = [600_000, 1_200_000, 1_800_000];
  const long = 2_400_000;
  const { args, cue } = await stage(
    scenario([
      { at: 100, do: 'message', contact: 'anna', text: 'Are you open?' },
      { at: 200, do: 'message', contact: 'marco', text: 'Is my car ready?' },
      { at: 300, do: 'call', contact: 'giulia', ringFor: 300 },
      { at: calls, do: 'call', contact: 'anna', ringFor: long },
      { at: calls, do: 'call', contact: 'giulia', ringFor: long },
      { at: low, do: 'balance', value: '9.98' },
      { at: callsLater, do: 'balance', value: '25.00' },
      { at: callsLater, do: 'call', contact: 'marco', ringFor: long },
    ]),
  );
  const { electron, page, userData } = await launch({ args });
  const clean = async (view: string): Promise<void> => {
    for (const theme of ['light', 'dark'] as const) {
      await page.evaluate((wanted) => window.cornetta.request('settings.set', { theme: wanted }), theme);
      // The system's word comes first; the colours change with the window's own.
      await page.waitForFunction(
        (wanted) =>
          matchMedia('(prefers-color-scheme: dark)').matches === (wanted === 'dark') &&
          document.documentElement.dataset.theme === wanted,
        theme,
      );
      expect(await violations(page), `${view}, ${theme}`).toEqual([]);
    }
  };
  await desk.connected(page);
  await cue(calls);
  await expect(desk.incomingCard(page, anna.name)).toBeVisible();
  await expect(desk.incomingCard(page, giulia.name)).toBeVisible();
  // Not before they ring: with such a balance no call gets through.
  await cue(low);
  await expect(page.getByRole('alert').filter({ hasText: 'Top-up required for calls' })).toBeVisible();
  await clean('ringing');

  await desk.answer(page, anna.name);
  await desk.talking(page);
  await desk.openConversation(page, anna.name);
  await desk.activeCall(page).getByRole('button', { name: 'Keypad' }).click();
  await desk.record(page);
  await clean('in a call');
  await desk.activeCall(page).getByRole('button', { name: 'Keypad' }).click();

  for (const view of ['Calls', 'Recordings', 'Settings'] as const) {
    await desk.goTo(page, view);
    await expect(page.getByRole('main')).toBeVisible();
    await clean(view);
    const scrolls = await page.evaluate(() => document.documentElement.scrollHeight > window.innerHeight);
    expect(scrolls, `${view}: what scrolls is the view, not the window`).toBe(false);
  }
  await recordMore(userData, 1);
  await desk.end(page);

  await expect.poll(() => ledgerRows(userData, 'SELECT state FROM recordings')).toEqual([{ state: 'complete' }]);
  await desk.goTo(page, 'Recordings');
  await page.getByRole('table', { name: 'Recordings' }).getByRole('button', { name: 'Play' }).first().click();
  await expect(page.getByRole('slider', { name: 'Position' })).toBeVisible();
  await clean('a recording plays');

  await desk.goTo(page, 'Inbox');
  await page.getByRole('searchbox').fill('car');
  await expect(page.getByRole('list', { name: 'Results' }).getByRole('listitem')).toHaveCount(1);
  await clean('search results');
  await page.getByRole('searchbox').fill('nothing of the kind');
  await expect(page.getByRole('list', { name: 'Results' }).getByRole('listitem')).toHaveCount(0);
  await clean('nothing found');
  await page.getByRole('searchbox').fill('');
  await page.getByRole('searchbox').blur();

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await clean('shortcuts');
  await page.keyboard.press('Escape');

  await cue(callsLater);
  await desk.answer(page, marco.name);
  await desk.talking(page);
  process.kill(await rendererPid(electron, 'phone'), 'SIGKILL');
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('A call that was up has ended');
  await clean('a notice');
});
