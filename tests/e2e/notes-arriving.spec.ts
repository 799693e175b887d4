/** Notes that contacts leave. Each test has contacts of its own. */
import type { Locator } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { desk, session } from './support/desk.ts';
import { noteOf, notesOf, pauseButton, playButton, positionOf, positionSlider, tabTo } from './support/notes.ts';
import { anna, giulia, marco, patient, type ScenarioInput, scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { type StagedGateway, startStagedGateway } from './support/team-gateway.ts';

const bea = { id: 'bea', name: 'Bea Calls', phone: '+393330000021' } as const;
const nora = { id: 'nora', name: 'Nora Notes', phone: '+393330000022' } as const;

const cues = { marco: 600_000, nora: 900_000, giulia: 1_200_000, calls: 1_800_000 } as const;
const spoilt = ['truncated', 'not-media', 'altered', 'unknown-codec', 'unknown-call'] as const;
let gateway: StagedGateway;

/** Calls, gives up, and leaves these notes. */
const leaves = (at: number, contact: string, notes: readonly object[]): NonNullable<ScenarioInput['timeline']> => [
  { at, do: 'call', contact, ringFor: 500 },
  ...notes.map((note, index) => ({ at: at + 1_000 + index, do: 'note' as const, contact, durationMs: 1_000, ...note })),
];

const shared = sharedApp(async (folder) => {
  const transcript = 'Please call me back tomorrow at 3:30 pm about the winter tyres.';
  const content = scenario([
    ...leaves(100, anna.id, [{ durationMs: 30_000, transcript }]),
    ...leaves(cues.marco - 2_000, marco.id, [...spoilt.map((how) => ({ spoilt: how })), {}]),
    ...leaves(cues.nora - 2_000, nora.id, [{ durationMs: 60_000 }, { durationMs: 50_000 }]),
    ...leaves(cues.giulia - 2_000, giulia.id, [{ durationMs: 60_000 }]),
    { at: cues.calls, do: 'call', contact: bea.id, ringFor: patient },
  ]);
  gateway = await startStagedGateway(folder, {
    ...content,
    contacts: [{ ...anna, permission: 'granted' }, marco, giulia, bea, nora],
  });
  return { options: { args: gateway.args }, beside: [gateway], after: gateway.stop };
});

test('a contact leaves a message after a missed call: unread until it is played, found by its words, answered by a suggestion', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  const row = desk.conversations(page).getByRole('listitem').filter({ hasText: anna.name });
  await expect(row).toContainText('1 message not played yet');
  await desk.openConversation(page, anna.name);
  const bubble = noteOf(page, anna.name);
  await expect(bubble).toContainText('About a missed call');
  await expect(bubble).toContainText('New');
  await expect(row, 'looking at it is not playing it').toContainText('1 message not played yet');
  await expect(bubble.getByRole('list', { name: 'Transcript, made by a machine' })).toContainText('winter tyres');
  expect(await violations(page), 'a note').toEqual([]);

  await bubble.getByRole('button', { name: 'Play', exact: true }).click();
  await expect
    .poll(async () => Number(await bubble.getByRole('slider', { name: 'Position' }).inputValue()))
    .toBeGreaterThan(0.3);
  await desk.goTo(page, 'Calls');
  const elsewhere = page.getByRole('region', { name: 'Playing message' });
  await expect(elsewhere, 'goes on while the agent moves around').toContainText(anna.name);
  expect(await violations(page), 'playing elsewhere').toEqual([]);
  await expect(
    page.getByRole('list', { name: 'Missed calls to follow up' }).getByRole('listitem'),
    'stands with the work that it belongs to',
  ).toContainText('Voice message · 00:30');
  await elsewhere.getByRole('button', { name: 'Pause' }).click();
  await desk.openConversation(page, anna.name);
  await expect(bubble).not.toContainText('New');
  await expect(row).not.toContainText('not played yet');
  expect((await notesOf(page, 'anna')).map(({ status }) => status)).toEqual(['played']);

  await bubble.getByRole('list', { name: 'Suggested replies' }).getByRole('button').first().click();
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue(
    'Thank you for your message. We will call you back tomorrow at 3:30 pm.',
  );
  expect((await session(page)).unplayed).toBe(0);

  await page.getByRole('searchbox').fill('winter tyres');
  await expect(page.getByRole('list', { name: 'Results' }).getByRole('listitem')).toContainText(anna.name);
  await page.getByRole('searchbox').fill('');
});

test('spoilt notes are told as what they are, and nothing else fails', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  await gateway.cue(cues.marco);
  await desk.openConversation(page, marco.name);
  await expect(noteOf(page, marco.name)).toHaveCount(6);
  const flaws = (await notesOf(page, 'marco')).map(({ flaw }) => flaw);
  expect(flaws).toEqual(['damaged', 'unsupported', 'damaged', 'unsupported', null, null]);
  await expect(desk.messages(page).getByText('arrived damaged')).toHaveCount(2);
  await expect(desk.messages(page).getByText('cannot be played here')).toHaveCount(2);
  expect(await violations(page), 'spoilt ones').toEqual([]);
  const good = noteOf(page, marco.name).last();
  await good.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(good).not.toContainText('New');
  await expect.poll(async () => (await session(page)).unplayed, 'what cannot be played was seen').toBe(1);
  await expect(noteOf(page, marco.name).first()).not.toContainText('New');
});

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

test('a note plays at three speeds, goes where the keyboard says, plays on elsewhere, and alone', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  await gateway.cue(cues.nora);
  await desk.openConversation(page, nora.name);
  const notes = noteOf(page, nora.name);
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
  await expect(elsewhere).toContainText(nora.name);
  const elapsed = async (): Promise<string> => /\d\d:\d\d \/ 00:50/.exec(await elsewhere.innerText())?.[0] ?? '';
  const before = await elapsed();
  expect(before).not.toBe('');
  await expect.poll(async () => (await elapsed()) > before, 'goes on').toBe(true);
  await desk.openConversation(page, nora.name);
  await expect(pauseButton(second)).toBeVisible();
  await expect(elsewhere).toHaveCount(0);
  await expect.poll(() => positionOf(second)).toBeGreaterThan(1);
  await pauseButton(second).click();
});

// The last one: the call rings on.
test('a note pauses by itself while somebody calls', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  await gateway.cue(cues.giulia);
  await desk.openConversation(page, giulia.name);
  const bubble = noteOf(page, giulia.name);
  await bubble.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(bubble.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  await gateway.cue(cues.calls);
  await expect(desk.incomingCard(page, bea.name)).toBeVisible();
  await expect(bubble.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
});
