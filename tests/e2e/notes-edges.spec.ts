import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import Database from 'better-sqlite3';
import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { desk, session } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import {
  callInVain,
  copies,
  noteOf,
  notesOf,
  onStage,
  positionOf,
  positionSlider,
  prompt,
  recordDraft,
  shift,
  slowDevices,
  tabTo,
} from './support/notes.ts';
import { anna, giulia, marco, scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { pageOf } from './support/windows.ts';

const day = 86_400_000;

/** What became of the notes to a contact, in the order in which they were made. */
const outbox = (userData: string, { id }: { readonly id: string } = anna) =>
  ledgerRows<{ readonly state: string }>(
    userData,
    `SELECT state FROM note_outbox WHERE contact_id = '${id}' ORDER BY rowid`,
  ).map(({ state }) => state);

test.describe('on one desk, of people who have written and take no call', () => {
  const people = [giulia, marco, anna];
  const shared = sharedApp(async () => ({
    options: {
      scenario: {
        // Whoever wrote last stands first.
        ...scenario(
          people.map(({ id }, index) => ({ at: 100 + index, do: 'message', contact: id, text: 'Please call me' })),
        ),
        contacts: people.map((contact) => ({ ...contact, permission: 'granted', answers: 'decline', plays: 'never' })),
      },
    },
  }));

  // The first one: nothing was looked at yet.
  test('by keyboard alone: call, record, listen, record again, send', async () => {
    const { page } = shared().app;
    await desk.connected(page);
    await expect(desk.conversations(page)).toContainText('Please call me');
    await expect(desk.conversations(page).getByRole('listitem').first()).toContainText(anna.name);
    await page.keyboard.press('Control+1');
    await page.keyboard.press('Alt+ArrowDown');
    await expect(desk.conversation(page)).toContainText(anna.name);
    await page.keyboard.press('Control+Shift+C');
    const group = prompt(page);
    const button = (name: string): Locator => group.getByRole('button', { name, exact: true });
    await expect(button('Record voice message')).toHaveAttribute('aria-keyshortcuts', 'Control+Shift+R');
    await expect(button('Cancel')).toHaveAttribute('aria-keyshortcuts', 'Control+Shift+E');
    await tabTo(page, button('Record voice message'));
    await page.keyboard.press('Enter');
    await expect(button('Stop')).toBeFocused();
    await expect(button('Stop')).toHaveAttribute('aria-keyshortcuts', 'Control+Shift+R');
    const timer = group.getByRole('timer', { name: 'Time left' });
    await expect(timer).toHaveText(/^00:5[0-7]$/);
    await page.keyboard.press('Space');
    await expect(button('Send')).toBeFocused();

    await tabTo(page, button('Play'), 'Shift+Tab');
    await page.keyboard.press('Space');
    await expect.poll(() => positionOf(group)).toBeGreaterThan(0.3);
    await tabTo(page, positionSlider(group));
    await page.keyboard.press('End');
    await expect(button('Play')).toBeVisible();
    await page.keyboard.press('Home');
    await expect(positionSlider(group)).toHaveAttribute('aria-valuetext', /^00:00 of 00:0\d$/);
    await page.keyboard.press('Escape');
    const before = (await session(page)).note;
    expect(before, 'Escape throws nothing away').toMatchObject({ phase: 'draft' });

    await tabTo(page, button('Record again'));
    await page.keyboard.press('Enter');
    await expect(button('Stop')).toBeFocused();
    await expect(timer).toHaveText(/^00:5[0-8]$/);
    await page.keyboard.press('Control+Shift+R');
    await expect(button('Send')).toBeFocused();
    const { note } = await session(page);
    expect(note?.noteId).not.toBe(before?.noteId);
    await page.keyboard.press('Enter');
    await expect(group).toHaveCount(0);
    await expect(noteOf(page, 'Agent')).toContainText('Delivered');
    expect((await notesOf(page, 'anna')).map(({ id }) => id)).toEqual([note?.noteId]);
  });

  test('where the microphone is slow the agent is told to wait, what counts is what was recorded, and Discard leaves nothing open', async () => {
    const { page, electron, userData } = shared().app;
    await desk.connected(page);
    const microphones = await slowDevices(await pageOf(electron, 'phone'));
    const free = () => expect.poll(async () => (await microphones.count()).open, 'every device is free').toBe(0);
    await callInVain(page, marco);
    await free();
    const group = prompt(page);
    const record = group.getByRole('button', { name: 'Record voice message' });
    const timer = group.getByRole('timer', { name: 'Time left' });
    const waits = group.getByText('Waiting for the microphone…');

    await microphones.close();
    const before = await microphones.count();
    await record.click();
    await expect(waits).toBeVisible();
    await expect.poll(async () => (await microphones.count()).asked).toBe(before.asked + 1);
    expect((await session(page)).note).toMatchObject({ phase: 'waiting', startedAt: null });
    await expect(timer).toHaveCount(0);
    await group.getByRole('button', { name: 'Discard' }).click();
    await expect(group.getByRole('button')).toHaveText(['Cancel', 'Record voice message', 'Call again']);
    await microphones.signal();
    await expect.poll(async () => (await microphones.count()).all, 'it opened late').toBeGreaterThan(before.all);
    await free();
    expect((await session(page)).note).toBeNull();

    await microphones.close();
    await record.click();
    await expect(waits).toBeVisible();
    await group.getByRole('button', { name: 'Discard' }).click();
    // While the device that the first tap asked for is still on its way.
    await record.click();
    const tapped = Date.now();
    await expect(waits).toBeVisible();
    expect(await violations(page), 'waiting').toEqual([]);
    await expect(timer).toHaveCount(0);
    expect(outbox(userData, marco)).toEqual([]);
    const signalled = Date.now();
    await microphones.signal();
    await expect(timer).toHaveText(/^00:5[0-8]$/);
    await expect(waits).toHaveCount(0);
    const stopping = Date.now();
    await group.getByRole('button', { name: 'Stop' }).click();
    await expect(group.getByRole('button', { name: 'Send' })).toBeVisible();
    const { note } = await session(page);
    expect(note?.durationMs, 'what was said after the signal').toBeGreaterThan(1_000);
    expect(note?.durationMs, 'and nothing of the waiting').toBeLessThan(Date.now() - signalled + 100);
    expect(stopping - tapped).toBeGreaterThan(note?.durationMs ?? 0);
    await free();
    await group.getByRole('button', { name: 'Discard' }).click();
    await expect(record).toBeEnabled();
    await expect.poll(() => outbox(userData, marco)).toEqual(['discarded']);
    await group.getByRole('button', { name: 'Cancel' }).click();
    await expect(group).toHaveCount(0);
  });

  // The last one: it switches the prompts off.
  test('is not offered where the agent does not want it; Cancel and Call again do what they say', async () => {
    const { page, userData } = shared().app;
    const triedInVain = async (times: number): Promise<void> => {
      const over = `SELECT outcome FROM calls WHERE outcome IS NOT NULL AND direction = 'business-initiated' AND contact_id = '${giulia.id}'`;
      await expect.poll(() => ledgerRows(userData, over)).toHaveLength(times);
      await expect(desk.activeCall(page)).toHaveCount(0);
    };
    await callInVain(page, giulia);
    await prompt(page).getByRole('button', { name: 'Call again' }).click();
    await triedInVain(2);
    await expect(prompt(page)).toBeVisible();
    await page.keyboard.press('Control+Shift+E');
    await expect(prompt(page)).toHaveCount(0);

    await desk.goTo(page, 'Settings');
    const prompts = page.getByRole('switch', { name: 'Missed call prompts' });
    await prompts.scrollIntoViewIfNeeded();
    expect(await violations(page), 'settings').toEqual([]);
    await prompts.click();
    await expect(prompts).not.toBeChecked();
    await desk.openConversation(page, giulia.name);
    await desk.conversation(page).getByRole('button', { name: 'Call', exact: true }).click();
    await triedInVain(3);
    await expect.poll(async () => (await session(page)).calls.length).toBe(0);
    expect((await session(page)).unanswered).toBeNull();
  });
});

/** What the gateway has taken of our own notes; it holds its file to itself while it runs. */
function arrived(folder: string): readonly string[] {
  const database = new Database(join(folder, 'gateway-data', 'gateway.sqlite'), { readonly: true });
  try {
    const rows = database.prepare<[], { id: string }>("SELECT id FROM notes WHERE direction = 'out'").all();
    return rows.map(({ id }) => id);
  } finally {
    database.close();
  }
}

test('a note that the provider or the gateway refuses is kept, and says why: sent once when it can be, or thrown away', {
  tag: '@long',
}, async ({ launch, stage, folder }) => {
  const [refuses, takes, closes, writes, closesAgain] = [400_000, 500_000, 600_000, 700_000, 800_000];
  const content = shift({ answers: 'decline', plays: 'never' }, [
    { at: 100, do: 'message', contact: 'anna', text: 'Please call me' },
    { at: refuses, do: 'refuse', contact: 'anna', what: 'note', code: 131026 },
    { at: takes, do: 'refuse', contact: 'anna', what: 'note', code: null },
    { at: closes, do: 'clock', by: day },
    { at: writes, do: 'message', contact: 'anna', text: 'I am back' },
    { at: closesAgain, do: 'clock', by: day },
  ]);
  await onStage({ launch, stage, folder }, content, async ({ gateway, open }) => {
    const { page, userData } = await open();
    const notes = noteOf(page, 'Carla');
    const failed = desk.messages(page).getByText('Not sent');
    const sendLate = async (cue: number, told = 'was not sent'): Promise<void> => {
      await recordDraft(page, '00:58');
      await gateway.cue(cue);
      await prompt(page).getByRole('button', { name: 'Send' }).click();
      await expect(prompt(page)).toHaveCount(0);
      const notices = page.getByRole('region', { name: 'Notices' });
      await expect(notices).toContainText(told);
      await notices.getByRole('button', { name: 'Dismiss' }).click();
    };
    const callOnceMore = async (): Promise<void> => {
      await desk.conversation(page).getByRole('button', { name: 'Call', exact: true }).click();
      await expect(prompt(page)).toBeVisible();
    };
    const again = desk.messages(page).getByRole('button', { name: 'Send again' });
    await callInVain(page);
    await sendLate(refuses, 'A message to a contact could not be sent.');
    await expect(desk.messages(page)).toContainText('Not sent · WhatsApp did not accept it.');
    expect(outbox(userData), 'the gateway had taken it').toEqual(['done']);
    expect(await violations(page), 'not sent').toEqual([]);
    await gateway.cue(takes);
    await again.click();
    await expect(notes).toContainText('Delivered');
    await expect(failed).toHaveCount(0);

    await callOnceMore();
    await sendLate(closes);
    await expect(desk.messages(page)).toContainText('Not sent · Messages to this contact are closed.');
    await expect.poll(() => outbox(userData)).toEqual(['done', 'failed']);
    await gateway.cue(writes);
    await expect(desk.messages(page)).toContainText('I am back');
    await again.click();
    await expect(notes.filter({ hasText: 'Delivered' })).toHaveCount(2);
    await expect(again).toHaveCount(0);
    await expect(failed).toHaveCount(0);
    await expect.poll(() => outbox(userData)).toEqual(['done', 'done']);
    const sent = (await notesOf(page, 'anna')).map(({ id }) => id);
    expect(sent).toHaveLength(2);

    await callOnceMore();
    await sendLate(closesAgain);
    await expect(again).toBeVisible();
    expect(copies(userData)).toHaveLength(3);
    const kept = await Promise.all(
      [
        notes.filter({ hasText: 'Delivered' }).first(),
        desk.conversations(page).getByRole('listitem').filter({ hasText: anna.name }),
      ].map((each) => each.elementHandle()),
    );
    await desk.messages(page).getByRole('button', { name: 'Discard' }).click();
    await expect(notes).toHaveCount(2);
    await expect(again).toHaveCount(0);
    await expect.poll(() => copies(userData)).toHaveLength(2);
    await expect.poll(() => outbox(userData)).toEqual(['done', 'done', 'discarded']);
    for (const each of kept)
      expect(await each?.evaluate((element) => element.isConnected), 'stays as it was').toBe(true);
    await gateway.stop();
    expect(arrived(folder).toSorted()).toEqual(sent.toSorted());
  });
});
