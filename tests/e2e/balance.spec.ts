import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import { scenario } from './support/scenario.ts';

const figures = [
  { at: 600_000, balance: '9.98', shown: '$10', banner: true },
  { at: 1_200_000, balance: '10.00', shown: '$10', banner: false },
  { at: 1_800_000, balance: '9.995', shown: '$10', banner: true },
  { at: 2_400_000, balance: '10.01', shown: '$10', banner: false },
  { at: 3_000_000, balance: '9.99', shown: '$10', banner: true },
  { at: 3_600_000, balance: null, shown: 'unknown', banner: false },
] as const;

test('the banner stands below 10.00 exact, whatever the rounded figure shows, and goes with it', async ({
  launch,
  stage,
}) => {
  const { args, cue } = await stage(
    scenario(figures.map(({ at, balance }) => ({ at, do: 'balance', value: balance }) as const)),
  );
  const { page } = await launch({ args });
  await desk.connected(page);
  const status = page.getByRole('status', { name: 'Balance' });
  const alert = page.getByRole('alert').filter({ hasText: 'Top-up required for calls' });
  await expect(status).toContainText('$25');
  await expect(alert).toHaveCount(0);
  for (const { at, balance, shown, banner } of figures) {
    await cue(at);
    await expect(alert, `${balance}`).toHaveCount(banner ? 1 : 0);
    await expect(status, `${balance}`).toContainText(shown);
    if (banner) await expect(alert.getByRole('button')).toHaveAccessibleName(new RegExp(balance.replace('.', '\\.')));
  }
});
