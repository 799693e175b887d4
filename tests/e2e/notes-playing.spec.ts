import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import {
  copies,
  noteOf,
  notesOf,
  onStage,
  pauseButton,
  playButton,
  positionOf,
  positionSlider,
  shift,
  tabTo,
} from './support/notes.ts';
import { anna, marco, type ScenarioInput } from './support/scenario.ts';

const day = 86_400_000;

/** Two notes of Anna, and somebody else to talk with. */
const twoNotes: ScenarioInput['timeline'] = [
  { at: 100, do: 'message', contact: 'marco', text: 'Good morning' },
  { at: 300, do: 'call', contact: 'anna', ringFor: 500 },
  { at: 1_500, do: 'note', contact: 'anna', durationMs: 60_000 },
  { at: 1_600, do: 'note', contact: 'anna', durationMs: 50_000 },
];

/** Seconds of the note that pass in a second, over so much of it. */
async function pace(note: Locator, seconds: number): Promise<number> {
  const sample = () =>
    positionSlider(note).evaluate((input) => ({
      at: (input as HTMLInputElement).valueAsNumber,
      time: performance.now(),
    }));
  const from = await sample();
  await expect.poll(() => positionOf(note)).toBeGreaterThan(from.at + seconds);
  const to = await sample();
  return ((to.at - from.at) * 1000) / (to.time - from.time);
}

test('a note plays at three speeds, goes where the keyboard says, plays on elsewhere, and alone', async ({
  launch,
}) => {
  const { page } = await launch({ scenario: shift({}, twoNotes) });
  await desk.connected(page);
  await desk.openConversation(page, anna.name);
  const notes = noteOf(page, anna.name);
  await expect(notes).toHaveCount(2);
  const [first, second] = [notes.filter({ hasText: '/ 01:00' }), notes.filter({ hasText: '/ 00:50' })];
  await expect(first).toContainText('00:00 / 01:00');

  await playButton(first).focus();
  await page.keyboard.press('Enter');
  await expect(first, 'elapsed and total').toContainText(/00:0[1-9] \/ 01:00/);
  const speed = (of: string): Locator => first.getByRole('button', { name: `Speed ${of}×`, exact: true });
  await tabTo(page, speed('1'));
  await page.keyboard.press('Enter');
  await expect(speed('1.5')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(speed('2')).toBeFocused();
  expect(await pace(first, 5), 'twice as fast').toBeGreaterThan(1.4);

  await tabTo(page, playButton(first).or(pauseButton(first)), 'Shift+Tab');
  await page.keyboard.press('Space');
  await expect(playButton(first)).toBeFocused();
  await tabTo(page, positionSlider(first));
  await page.keyboard.press('Home');
  await expect(positionSlider(first)).toHaveAttribute('aria-valuetext', '00:00 of 01:00');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('PageUp');
  await expect(positionSlider(first)).toHaveAttribute('aria-valuetext', '00:12 of 01:00');
  for (let presses = 0; presses < 10; presses += 1) await page.keyboard.press('ArrowLeft');
  await expect(positionSlider(first)).toHaveAttribute('aria-valuetext', '00:11 of 01:00');
  await tabTo(page, playButton(first), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(first, 'from there on').toContainText(/00:1[2-9] \/ 01:00/);
  await tabTo(page, speed('2'));
  await page.keyboard.press('Enter');
  await expect(speed('1')).toBeFocused();

  await playButton(second).click();
  await expect(pauseButton(second)).toBeVisible();
  await expect(playButton(first), 'one at a time').toBeVisible();
  await expect(desk.messages(page).getByRole('button', { name: 'Pause', exact: true })).toHaveCount(1);
  await expect.poll(() => positionOf(second)).toBeGreaterThan(0.3);
  await desk.openConversation(page, marco.name);
  const elsewhere = page.getByRole('region', { name: 'Playing message' });
  await expect(elsewhere).toContainText(anna.name);
  const elapsed = async (): Promise<string> => /\d\d:\d\d \/ 00:50/.exec(await elsewhere.innerText())?.[0] ?? '';
  const before = await elapsed();
  expect(before).not.toBe('');
  await expect.poll(async () => (await elapsed()) > before, 'goes on').toBe(true);
  await desk.openConversation(page, anna.name);
  await expect(pauseButton(second)).toBeVisible();
  await expect(elsewhere).toHaveCount(0);
  await expect.poll(() => positionOf(second)).toBeGreaterThan(1);
});

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
