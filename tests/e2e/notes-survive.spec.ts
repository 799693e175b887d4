import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { parseMediaFileName } from '../../src/gateway/notes/media-file-names.ts';
import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { desk, session } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { probe } from './support/media-file.ts';
import { callInVain, fetchMedia, inOffice, noteOf, notesOf, prompt, shift, watchStart } from './support/notes.ts';
import { anna } from './support/scenario.ts';

const outbox = (userData: string) =>
  ledgerRows<{ readonly state: string }>(userData, 'SELECT state FROM note_outbox').map(({ state }) => state);

/** One bit of the last piece. */
function spoil(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

const ageFiles = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.age'))
    .map((name) => join(folder, name));

/** What is over in some seconds must not be missed between two looks. */
const often = { intervals: [50] };

/** The note that arrived damaged, and beside it one that plays. */
async function playsOnlyTheOther(page: Page): Promise<void> {
  const notes = noteOf(page, anna.name);
  await expect(notes).toHaveCount(2);
  const whole = notes.last();
  await whole.getByRole('button', { name: 'Play', exact: true }).click();
  await expect
    .poll(async () => Number(await whole.getByRole('slider', { name: 'Position' }).inputValue()), often)
    .toBeGreaterThan(0.3);
  await expect(notes.first()).toContainText('arrived damaged and cannot be played');
}

async function playDraft(page: Page): Promise<void> {
  await prompt(page).getByRole('button', { name: 'Play' }).click();
  await expect
    .poll(async () => Number(await prompt(page).getByRole('slider', { name: 'Position' }).inputValue()), often)
    .toBeGreaterThan(0.3);
}

test('one desk ends in the middle of a recording, is killed in another one, is killed with its draft, and is killed before it could send it: the note is sent once and told when it is played, also where its upload is cut; a flipped byte in a stored message is told as damaged', {
  tag: '@long',
}, async ({ launch, folder }) => {
  test.slow();
  const left = [1_500, 1_600].map((at) => ({ at, do: 'note' as const, contact: 'anna', durationMs: 3_000 }));
  const content = shift({ answers: 'decline', plays: 'after:500' }, [
    { at: 100, do: 'message', contact: 'anna', text: 'Please call me' },
    { at: 300, do: 'call', contact: 'anna', ringFor: 500 },
    ...left,
  ]);
  await inOffice({ launch, folder }, content, async ({ gateway, line, open }) => {
    let app = await open();
    const { userData } = app;
    let copies: readonly string[] = [];

    await test.step('a flipped byte at the gateway', async () => {
      const { page } = app;
      await desk.connected(page);
      await desk.openConversation(page, anna.name);
      const notes = noteOf(page, anna.name);
      await expect(notes).toHaveCount(2);
      const [damaged] = await notesOf(page, 'anna');
      const stored = ageFiles(join(folder, 'gateway-data'));
      expect(stored).toHaveLength(2);
      const of = (id: string) => stored.find((path) => parseMediaFileName(path.split(/[\\/]/).at(-1) ?? '')?.id === id);
      spoil(of(damaged?.id ?? '') ?? '');
      await notes.first().getByRole('button', { name: 'Play', exact: true }).click();
      await expect(notes.first()).toContainText('arrived damaged and cannot be played');
      await playsOnlyTheOther(page);
      for (const note of [notes.first(), notes.last()]) await expect(note).not.toContainText('New');
      await expect.poll(async () => (await session(page)).unplayed).toBe(0);
      await expect.poll(() => ageFiles(join(userData, 'notes'))).toHaveLength(1);
      copies = ageFiles(join(userData, 'notes'));
    });

    await test.step('ended in the middle of a recording', async () => {
      const { page } = app;
      await callInVain(page);
      const started = await watchStart(page);
      await prompt(page).getByRole('button', { name: 'Record voice message' }).click();
      await expect(prompt(page).getByRole('timer', { name: 'Time left' })).toHaveText(/^00:([0-4]\d|5[0-7])$/);
      await started();
      await app.quit();
      expect(outbox(userData)).toEqual(['draft']);
    });

    await test.step('killed with a draft', async () => {
      // The copy of the one that is whole, too: it is whole at the gateway.
      for (const path of copies) spoil(path);
      app = await open(userData);
      const { page } = app;
      await expect(prompt(page)).toContainText('Declined the call');
      await expect(prompt(page)).toContainText(anna.name);
      const { note } = await session(page);
      expect(note).toMatchObject({ phase: 'draft', contactId: 'anna', kind: 'voice', peaks: expect.any(String) });
      expect(note?.durationMs).toBeGreaterThan(2_000);
      await app.kill();
      expect(outbox(userData)).toEqual(['draft']);
    });

    await test.step('killed before the gateway could get it', async () => {
      app = await open(userData);
      const { page } = app;
      await playDraft(page);
      await desk.connected(page);
      await desk.openConversation(page, anna.name);
      await playsOnlyTheOther(page);
      line.unplug();
      await prompt(page).getByRole('button', { name: 'Send' }).click();
      await expect(prompt(page)).toHaveCount(0);
      await expect(noteOf(page, 'Carla')).toContainText('Sending');
      await app.kill();
      expect(outbox(userData)).toEqual(['pending']);
    });

    app = await open(userData);
    await test.step('sent once', async () => {
      const { page } = app;
      line.plugIn();
      await desk.connected(page);
      await desk.openConversation(page, anna.name);
      await expect(noteOf(page, 'Carla')).toContainText('Played');
      await expect(noteOf(page, 'Carla')).toHaveCount(1);
      expect(outbox(userData)).toEqual(['done']);
    });

    await test.step('killed in the middle of a recording', async () => {
      const { page } = app;
      await desk.conversation(page).getByRole('button', { name: 'Call', exact: true }).click();
      await expect(prompt(page)).toBeVisible();
      await prompt(page).getByRole('button', { name: 'Record voice message' }).click();
      await expect(prompt(page).getByRole('timer', { name: 'Time left' })).toHaveText(/^00:([0-4]\d|5[0-6])$/);
      await app.kill();
      expect(outbox(userData)).toEqual(['done']);
    });

    app = await open(userData);
    const { page } = app;
    await test.step('cut while it is sent', async () => {
      await expect(prompt(page)).toContainText('Declined the call');
      const { note } = await session(page);
      expect(note).toMatchObject({ phase: 'draft', contactId: 'anna', kind: 'voice' });
      expect(note?.durationMs, 'all but the last second').toBeGreaterThan(2_000);
      await playDraft(page);
      await desk.connected(page);
      await desk.openConversation(page, anna.name);
      line.slowDown(2_000);
      await prompt(page).getByRole('button', { name: 'Send' }).click();
      const bubble = noteOf(page, 'Carla').last();
      const bar = bubble.getByRole('progressbar', { name: 'Sending' });
      await expect(bar).toHaveAttribute('aria-valuetext', /^[1-9]\d?%$/);
      expect(await violations(page), 'being sent').toEqual([]);
      line.unplug();
      await expect(bubble).toContainText('Will be sent when the connection is back.');
      await expect(bar).toHaveCount(0);
      await expect(desk.connection(page)).not.toContainText('Connected');
      expect(outbox(userData)).toEqual(['done', 'pending']);
      line.slowDown(8_000);
      line.plugIn();
      await expect(bar, 'from its beginning').toHaveAttribute('aria-valuetext', /^[1-9]\d?%$/);
      await expect(bubble).not.toContainText('when the connection is back');
      line.slowDown(null);
      await expect(noteOf(page, 'Carla').last()).toContainText('Played');
      const notes = (await notesOf(page, 'anna')).filter(({ direction }) => direction === 'out');
      expect(notes.map(({ status }) => status)).toEqual(['played', 'played']);
      for (const { id, durationMs } of notes) {
        const { codec, duration } = probe(await fetchMedia(folder, gateway.port, id));
        expect(codec).toBe('opus');
        expect(Math.abs(duration - durationMs / 1000)).toBeLessThan(0.2);
      }
    });
  });
});
