import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import { copies, noteOf, notesOf, onStage, playButton, positionSlider, shift } from './support/notes.ts';
import { anna } from './support/scenario.ts';

const day = 86_400_000;

test('copies of messages stay so many days as the policy says: played ones, and unplayed ones for ever', {
  tag: '@waits',
}, async ({ launch, stage, folder }) => {
  test.setTimeout(240_000);
  // The gateway is late by as much as its last entry is away: what it tells first was a day ago, but for some seconds.
  const now = day - 10_000;
  const left = { do: 'note', contact: 'anna' } as const;
  const content = shift({}, [
    { at: 300, do: 'call', contact: 'anna', ringFor: 500 },
    { at: 1_500, ...left, durationMs: 2_000 },
    { at: 1_600, ...left, durationMs: 3_000 },
    { at: now, ...left, durationMs: 4_000 },
  ]);
  await onStage({ launch, stage, folder }, content, async ({ gateway, open }) => {
    const first = await open();
    const { userData } = first;
    const lasting = (page: Page, seconds: number) => noteOf(page, anna.name).filter({ hasText: `/ 00:0${seconds}` });
    await desk.connected(first.page);
    await desk.openConversation(first.page, anna.name);
    await expect(noteOf(first.page, anna.name)).toHaveCount(2);
    await gateway.cue(now);
    await expect(noteOf(first.page, anna.name)).toHaveCount(3);
    // A look at the middle of it fetches it, but is not playing it.
    await positionSlider(lasting(first.page, 3)).focus();
    await first.page.keyboard.press('PageUp');
    await expect.poll(() => copies(userData).length).toBe(1);
    for (const [index, seconds] of [2, 4].entries()) {
      await playButton(lasting(first.page, seconds)).click();
      await expect(lasting(first.page, seconds)).not.toContainText('New');
      await expect.poll(() => copies(userData).length).toBe(2 + index);
    }
    const [old] = await notesOf(first.page, 'anna').then((notes) =>
      notes.toSorted((a, b) => a.durationMs - b.durationMs),
    );
    await first.quit();

    const { page } = await open({ userData, notes: { keepDays: 1 } });
    await desk.connected(page);
    await desk.goTo(page, 'Settings');
    const size = page.getByText(/^\d messages? on this computer, [\d.]+ MB\. Played ones are kept for 1 day\.$/);
    await expect(size).toContainText('3 messages on this computer');

    await expect.poll(() => copies(userData).length, { timeout: 180_000 }).toBe(2);
    expect(copies(userData).some((path) => path.includes(old?.id ?? '?'))).toBe(false);
    await desk.openConversation(page, anna.name);
    await desk.goTo(page, 'Settings');
    await expect(size).toContainText('2 messages on this computer');
    await desk.openConversation(page, anna.name);
    await expect(lasting(page, 3)).toContainText('New');
    // Its place is the gateway, from which it can be had again.
    await playButton(lasting(page, 2)).click();
    await expect.poll(() => copies(userData).length).toBe(3);
  });
});
