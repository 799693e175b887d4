import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import { scenario } from './support/scenario.ts';

const figures = [
  { balance: '9.98', shown: '$10', banner: true },
  { balance: '9.995', shown: '$10', banner: true },
  { balance: '10.00', shown: '$10', banner: false },
  { balance: '10.01', shown: '$10', banner: false },
  { balance: null, shown: 'unknown', banner: false },
] as const;

for (const { balance, shown, banner } of figures) {
  test(`a balance of ${balance ?? 'unknown'} shows ${shown}, ${banner ? 'with' : 'without'} the banner`, async ({
    launch,
  }) => {
    const { page } = await launch({
      scenario: scenario([{ at: 0, do: 'balance', value: balance }], { balance: '25.00' }),
    });
    await desk.connected(page);
    await expect(page.getByRole('status', { name: 'Balance' })).toContainText(shown);
    const alert = page.getByRole('alert').filter({ hasText: 'Top-up required for calls' });
    await expect(alert).toHaveCount(banner ? 1 : 0);
    if (balance !== null && banner)
      await expect(alert.getByRole('button')).toHaveAccessibleName(new RegExp(balance.replace('.', '\\.')));
  });
}
