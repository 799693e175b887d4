import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { callOf, desk, session } from './support/desk.ts';
import { camerasOff, openCameras, witnessPhone } from './support/pictures.ts';
import { anna, marco, patient, scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { pageOf } from './support/windows.ts';

/** How many different colours a picture has: one that is black, or not there, has one at most. */
const coloursOf = (picture: Locator): Promise<number> =>
  picture.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement) || element.width === 0) return 0;
    const pixels = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? [];
    const colours = new Set<string>();
    for (let at = 0; at < pixels.length; at += 4 * 97) colours.add(`${pixels[at]} ${pixels[at + 1]} ${pixels[at + 2]}`);
    return colours.size;
  });

const pictures = async (page: Page) => (await session(page)).calls[0]?.pictures;

const clean = async (page: Page, view: string): Promise<void> => expect(await violations(page), view).toEqual([]);

const shared = sharedApp(async () => ({
  options: {
    scenario: scenario([
      { at: 100, do: 'message', contact: 'marco', text: 'Is my car ready?' },
      { at: 500, do: 'call', contact: 'anna', kind: 'video', ringFor: patient },
    ]),
  },
}));

test('a video call is taken, shown, answered with reactions and enlarged by keyboard alone', {
  tag: '@long',
}, async () => {
  test.slow();
  const { page } = shared().app;
  await desk.connected(page);
  const card = desk.incomingCard(page, anna.name);
  await expect(card.getByRole('button')).toHaveText(['Decline', 'Answer', 'Answer with camera']);
  await desk.openConversation(page, anna.name);
  await clean(page, 'ringing');

  const answer = card.getByRole('button', { name: 'Answer', exact: true });
  await page.keyboard.press((await answer.getAttribute('aria-keyshortcuts')) ?? '');
  await desk.talking(page);
  const call = desk.activeCall(page);
  const camera = call.getByRole('button', { name: 'Camera' });
  await expect(camera).toHaveAttribute('aria-pressed', 'false');
  expect((await callOf(page, anna.name)).pictures?.own, 'nobody said that the camera may be on').toBe('off');
  await expect(call, 'who speaks is said').toContainText(/is speaking|Both sides are speaking/);
  const stage = page.getByRole('region', { name: 'Video call', exact: true });
  await expect(stage).toContainText('Camera is off');
  await clean(page, 'without pictures');

  await page.keyboard.press((await camera.getAttribute('aria-keyshortcuts')) ?? '');
  await expect(camera).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => pictures(page)).toEqual({ own: 'on', contact: true });
  const contact = page.getByRole('img', { name: `Picture of ${anna.name}` });
  await expect.poll(() => coloursOf(contact)).toBeGreaterThan(4);
  await expect
    .poll(() => coloursOf(stage.getByRole('button', { name: 'Move your own picture' }).locator('canvas')))
    .toBeGreaterThan(4);
  await clean(page, 'with pictures');

  const react = stage.getByRole('button', { name: 'React' });
  await page.keyboard.press((await react.getAttribute('aria-keyshortcuts')) ?? '');
  await expect(stage.getByRole('button', { name: 'Thumbs up' })).toBeFocused();
  await clean(page, 'reactions');
  await page.keyboard.press('2');
  // Both what we sent and what the contact sent back are said, one after the other.
  await expect(page.locator('[aria-live="polite"]').filter({ hasText: `${anna.name}: Heart` })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(react).toBeFocused();

  await page.keyboard.press('f');
  const full = page.getByRole('region', { name: 'Video call, full screen' });
  await expect(full.getByRole('timer', { name: 'Call duration' })).toBeVisible();
  await expect(call.locator('xpath=ancestor::*[@inert]'), 'what is behind it cannot be reached').toHaveCount(1);
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null), 'the whole screen').toBe(true);
  await expect.poll(() => coloursOf(contact)).toBeGreaterThan(4);
  await clean(page, 'full screen');
  await page.keyboard.press('Escape');
  await expect(full).toHaveCount(0);
  await expect(stage.getByRole('button', { name: 'Full screen' })).toBeFocused();

  await desk.openConversation(page, marco.name);
  await expect(call.getByRole('img', { name: `Picture of ${anna.name}` })).toBeVisible();
  await expect.poll(() => coloursOf(contact)).toBeGreaterThan(4);
  await clean(page, 'elsewhere');
  await page.keyboard.press('f');
  await expect(full).toBeVisible();
  await full.getByRole('button', { name: 'End' }).press('Enter');
  await expect(full).toHaveCount(0);
  await expect(call).toHaveCount(0);
});

test('the camera of the settings runs only while the agent wants to see it', { tag: '@long' }, async () => {
  const { page, electron } = shared().app;
  await desk.connected(page);
  const phone = await pageOf(electron, 'phone');
  await witnessPhone(phone);
  await desk.goTo(page, 'Settings');
  const video = page.getByRole('region', { name: 'Video', exact: true });
  await expect(video.getByRole('combobox', { name: 'Camera' })).toBeVisible();
  expect(await openCameras(phone)).toBe(0);
  await video.getByRole('button', { name: 'Show the picture of the camera' }).click();
  await expect.poll(() => coloursOf(video.getByRole('img', { name: 'Your own picture' }))).toBeGreaterThan(4);
  await clean(page, 'the camera in the settings');
  await video.getByRole('button', { name: 'Hide the picture of the camera' }).click();
  await camerasOff(phone);
  await video.getByRole('button', { name: 'Show the picture of the camera' }).click();
  await expect.poll(() => openCameras(phone)).toBeGreaterThan(0);
  await desk.goTo(page, 'Inbox');
  await camerasOff(phone);
});
