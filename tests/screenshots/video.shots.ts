import { expect, test } from '../e2e/support/app.ts';
import { desk, hearContact, session } from '../e2e/support/desk.ts';
import { anna, marco, scenario } from '../e2e/support/scenario.ts';
import { resize, shoot, shootBoth, sizes } from './gallery.ts';

test('a video call', async ({ launch }) => {
  const { electron, page } = await launch({
    scenario: scenario([
      { at: 100, do: 'message', contact: 'marco', text: 'Is my car ready? I could come by after five.' },
      { at: 150, do: 'message', contact: 'anna', text: 'I will show you the damage, it is easier.' },
      {
        at: 800,
        do: 'call',
        contact: 'anna',
        kind: 'video',
        audio: 'speech:Can you see it? The bumper is loose, and the lamp on the left side is broken.',
        ringFor: 300_000,
      },
    ]),
  });
  await desk.connected(page);
  await resize(electron, sizes.wide);
  await desk.openConversation(page, anna.name);
  const card = desk.incomingCard(page, anna.name);
  await expect(card).toBeVisible({ timeout: 20_000 });
  await shootBoth(electron, page, 'video-ringing');

  await card.getByRole('button', { name: 'Answer', exact: true }).click();
  await desk.talking(page);
  const call = desk.activeCall(page);
  const camera = call.getByRole('button', { name: 'Camera' });
  await expect(camera).toHaveAttribute('aria-pressed', 'false');
  await shoot(page, 'video-without-camera');
  await camera.click();
  await expect.poll(async () => (await session(page)).calls[0]?.pictures).toEqual({ own: 'on', contact: true });
  await expect(page.getByRole('img', { name: `Picture of ${anna.name}` })).toBeVisible();
  await hearContact(page, 20);
  // No tooltip stands in the picture.
  await page.mouse.move(0, 0);
  await shootBoth(electron, page, 'video-call');
  // As they stand for people who want no motion: a picture would find the movement at its end.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByRole('button', { name: 'React' }).click();
  await page.getByRole('toolbar', { name: 'Reactions' }).getByRole('button', { name: 'Thumbs up' }).click();
  await page.waitForFunction(() =>
    [...document.querySelectorAll('span')].some(({ textContent }) => textContent === '👍'),
  );
  await shoot(page, 'video-reactions');
  await page.emulateMedia({ reducedMotion: null });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Full screen' }).click();
  const full = page.getByRole('region', { name: 'Video call, full screen' });
  await expect(full).toBeVisible();
  await shoot(page, 'video-full-screen');
  await full.getByRole('button', { name: 'Leave full screen' }).click();
  await desk.openConversation(page, marco.name);
  await expect(call.getByRole('img', { name: `Picture of ${anna.name}` })).toBeVisible();
  await shootBoth(electron, page, 'video-elsewhere');
  await desk.end(page);
});

test('a video message, and the camera in the settings', async ({ launch }) => {
  const { electron, page } = await launch({
    scenario: {
      ...scenario([{ at: 100, do: 'message', contact: 'marco', text: 'Is my car ready?' }]),
      contacts: [{ ...marco, permission: 'granted', answers: 'decline' }],
    },
  });
  await desk.connected(page);
  await resize(electron, sizes.wide);
  await desk.openConversation(page, marco.name);
  await desk.conversation(page).getByRole('button', { name: 'Video call' }).click();
  const prompt = page.getByRole('group', { name: 'No answer' });
  await expect(prompt).toBeVisible({ timeout: 20_000 });
  await shoot(page, 'video-no-answer');
  await prompt.getByRole('button', { name: 'Record video message' }).click();
  await expect(prompt.getByRole('img', { name: 'Your own picture' })).toBeVisible({ timeout: 15_000 });
  await expect(prompt.getByRole('timer')).toHaveText('00:27', { timeout: 15_000 });
  await shootBoth(electron, page, 'video-note-recording');
  await prompt.getByRole('button', { name: 'Stop' }).click();
  await expect(prompt.getByRole('button', { name: 'Send' })).toBeVisible();
  await shoot(page, 'video-note-draft');
  await prompt.getByRole('button', { name: 'Discard' }).click();

  await desk.goTo(page, 'Settings');
  const video = page.getByRole('region', { name: 'Video', exact: true });
  await video.getByRole('button', { name: 'Show the picture of the camera' }).click();
  await expect(video.getByRole('img', { name: 'Your own picture' })).toBeVisible();
  await video.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await shootBoth(electron, page, 'settings-camera');
});
