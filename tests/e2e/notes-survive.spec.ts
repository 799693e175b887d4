import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { parseMediaFileName } from '../../src/gateway/notes/media-file-names.ts';
import { expect, test } from './support/app.ts';
import { desk, session } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { brightness, probe, probeStreams } from './support/media-file.ts';
import { callInVain, fetchMedia, inOffice, noteOf, notesOf, prompt, recordDraft, shift } from './support/notes.ts';
import { anna, scenario } from './support/scenario.ts';
import { gatewayPolicy, token } from './support/team-gateway.ts';

const outbox = (userData: string) =>
  ledgerRows<{ readonly state: string }>(userData, 'SELECT state FROM note_outbox').map(({ state }) => state);

test('a note that the gateway could not get before the app was killed is sent once afterwards, and told when it is played', {
  tag: '@long',
}, async ({ launch, folder }) => {
  await inOffice(
    { launch, folder },
    shift({ answers: 'decline', plays: 'after:500' }),
    async ({ gateway, line, open }) => {
      const first = await open();
      await callInVain(first.page);
      await recordDraft(first.page, '00:58');
      line.unplug();
      await prompt(first.page).getByRole('button', { name: 'Send' }).click();
      await expect(prompt(first.page)).toHaveCount(0);
      await expect(noteOf(first.page, 'Carla')).toContainText('Sending');
      await first.kill();
      expect(outbox(first.userData)).toEqual(['pending']);

      line.plugIn();
      const { page, userData } = await open(first.userData);
      await desk.connected(page);
      await desk.openConversation(page, anna.name);
      await expect(noteOf(page, 'Carla')).toContainText('Played');
      expect(outbox(userData)).toEqual(['done']);

      const cut = line.unplugAfter(6_000);
      await desk.conversation(page).getByRole('button', { name: 'Call', exact: true }).click();
      await expect(prompt(page)).toBeVisible();
      await recordDraft(page, '00:57');
      await prompt(page).getByRole('button', { name: 'Send' }).click();
      await cut;
      await expect(desk.connection(page)).not.toContainText('Connected');
      expect(outbox(userData)).toEqual(['done', 'pending']);
      line.plugIn();
      await expect(noteOf(page, 'Carla').last()).toContainText('Played');
      const notes = await notesOf(page, 'anna');
      expect(notes.map(({ status }) => status)).toEqual(['played', 'played']);
      for (const { id, durationMs } of notes) {
        const { codec, duration } = probe(await fetchMedia(folder, gateway.port, id));
        expect(codec).toBe('opus');
        expect(Math.abs(duration - durationMs / 1000)).toBeLessThan(0.2);
      }
    },
  );
});

/** When the recorder was asked to begin and when it began, by one clock, and whether the agent was told to wait. */
async function watchStart(page: Page): Promise<() => Promise<{ readonly tookMs: number; readonly waited: boolean }>> {
  await page.evaluate(() => {
    const seen = { asked: 0, began: 0, waited: false };
    Object.assign(window, { seen });
    document.addEventListener('click', () => (seen.asked ||= performance.now()), { capture: true, once: true });
    window.cornetta.on('session', ({ note }) => {
      if (note?.startedAt != null) seen.began ||= performance.now();
    });
    new MutationObserver(() => {
      seen.waited ||= document.body.innerText.includes('Waiting for the microphone');
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  return () =>
    page.evaluate(() => {
      const { seen } = window as unknown as { seen: { asked: number; began: number; waited: boolean } };
      return { tookMs: seen.began - seen.asked, waited: seen.waited };
    });
}

test('what was recorded and not sent is a draft again, whether the app was ended in the middle of it or killed', {
  tag: '@long',
}, async ({ launch, folder }) => {
  await inOffice({ launch, folder }, shift({ answers: 'decline', plays: 'never' }), async ({ open }) => {
    const first = await open();
    await callInVain(first.page);
    const started = await watchStart(first.page);
    await prompt(first.page).getByRole('button', { name: 'Record voice message' }).click();
    await expect(prompt(first.page).getByRole('timer', { name: 'Time left' })).toHaveText(/^00:([0-4]\d|5[0-7])$/);
    const { tookMs, waited } = await started();
    test.info().annotations.push({ type: 'recording began', description: `${Math.round(tookMs)} ms after the tap` });
    process.stdout.write(
      `    recording began ${Math.round(tookMs)} ms after the tap${waited ? ', told to wait' : ''}\n`,
    );
    expect(tookMs).toBeGreaterThan(0);
    expect(tookMs <= 150 || waited, 'begins at once, or says that it waits').toBe(true);
    await first.quit();
    expect(outbox(first.userData)).toEqual(['draft']);

    const second = await open(first.userData);
    await expect(prompt(second.page)).toContainText('Declined the call');
    await expect(prompt(second.page)).toContainText(anna.name);
    const { note } = await session(second.page);
    expect(note).toMatchObject({ phase: 'draft', contactId: 'anna', kind: 'voice', peaks: expect.any(String) });
    expect(note?.durationMs).toBeGreaterThan(2_000);
    await second.kill();
    expect(outbox(first.userData)).toEqual(['draft']);

    const { page, userData } = await open(first.userData);
    await prompt(page).getByRole('button', { name: 'Play' }).click();
    await expect
      .poll(async () => Number(await prompt(page).getByRole('slider', { name: 'Position' }).inputValue()))
      .toBeGreaterThan(0.3);
    await desk.connected(page);
    await prompt(page).getByRole('button', { name: 'Send' }).click();
    await expect(prompt(page)).toHaveCount(0);
    await desk.openConversation(page, anna.name);
    await expect(noteOf(page, 'Carla')).toContainText('Delivered');
    await expect(noteOf(page, 'Carla')).toHaveCount(1);
    expect(outbox(userData)).toEqual(['done']);
  });
});

test('what one agent plays is played on every desk', async ({ launch, stage, folder }) => {
  const [calls, leaves] = [600_000, 660_000];
  const tokens = [`${token}-1`, `${token}-2`];
  const gateway = await stage(
    scenario([
      { at: calls, do: 'call', contact: 'anna', ringFor: 500 },
      { at: leaves, do: 'note', contact: 'anna', durationMs: 3_000 },
    ]),
    tokens.map((each, index) => (index === 0 ? `carla:Carla:${each}` : `dario:Dario:${each}`)),
  );
  const [carla, dario] = await Promise.all(
    tokens.map((each, index) =>
      launch({
        args: [gatewayPolicy(folder, gateway.port, each, `policy-${index}`)],
        userData: join(folder, `desk-${index}`),
      }),
    ),
  );
  if (carla === undefined || dario === undefined) throw new Error('two desks were started');
  for (const { page } of [carla, dario]) await desk.connected(page);
  await gateway.cue(calls + 30_000);
  await gateway.cue(leaves);
  const row = desk.conversations(dario.page).getByRole('listitem').filter({ hasText: anna.name });
  await expect(row).toContainText('1 message not played yet');
  for (const { page } of [carla, dario]) await desk.openConversation(page, anna.name);
  const there = noteOf(dario.page, anna.name);
  await expect(there).toContainText('New');
  expect((await session(dario.page)).unplayed).toBe(1);

  await noteOf(carla.page, anna.name).getByRole('button', { name: 'Play', exact: true }).click();
  await expect(there).not.toContainText('New');
  await expect(row).not.toContainText('not played yet');
  expect(await notesOf(dario.page, 'anna')).toMatchObject([{ status: 'played', playedBy: 'Carla' }]);
  await expect.poll(async () => (await session(dario.page)).unplayed).toBe(0);
});

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

test('a flipped byte in a stored message is told as damaged, and nothing else fails', { tag: '@long' }, async ({
  launch,
  folder,
}) => {
  const left = [1_500, 1_600].map((at) => ({ at, do: 'note' as const, contact: 'anna', durationMs: 3_000 }));
  const content = shift({}, [{ at: 300, do: 'call', contact: 'anna', ringFor: 500 }, ...left]);
  await inOffice({ launch, folder }, content, async ({ open }) => {
    const first = await open();
    await desk.connected(first.page);
    await desk.openConversation(first.page, anna.name);
    await expect(noteOf(first.page, anna.name)).toHaveCount(2);
    const [damaged] = await notesOf(first.page, 'anna');
    const stored = ageFiles(join(folder, 'gateway-data'));
    expect(stored).toHaveLength(2);
    const of = (id: string) => stored.find((path) => parseMediaFileName(path.split(/[\\/]/).at(-1) ?? '')?.id === id);
    spoil(of(damaged?.id ?? '') ?? '');
    await noteOf(first.page, anna.name).first().getByRole('button', { name: 'Play', exact: true }).click();
    const gone = noteOf(first.page, anna.name).first();
    await expect(gone).toContainText('arrived damaged and cannot be played');
    await expect(gone).not.toContainText('New');
    const whole = noteOf(first.page, anna.name).last();
    await whole.getByRole('button', { name: 'Play', exact: true }).click();
    await expect(whole).not.toContainText('New');
    await expect.poll(async () => (await session(first.page)).unplayed).toBe(0);
    await expect.poll(() => ageFiles(join(first.userData, 'notes')).length).toBe(1);
    await first.quit();

    // The copy of the other one, too: it is whole at the gateway.
    for (const path of ageFiles(join(first.userData, 'notes'))) spoil(path);
    const { page } = await open(first.userData);
    await desk.connected(page);
    await desk.openConversation(page, anna.name);
    await expect(noteOf(page, anna.name).first()).toContainText('arrived damaged');
    const again = noteOf(page, anna.name).last();
    await again.getByRole('button', { name: 'Play', exact: true }).click();
    await expect
      .poll(async () => Number(await again.getByRole('slider', { name: 'Position' }).inputValue()))
      .toBeGreaterThan(0.3);
  });
});

test('a video call that nobody answers is followed by a video message: seen, heard and no longer than allowed', async ({
  launch,
  folder,
}) => {
  await inOffice({ launch, folder }, shift({ answers: 'decline', plays: 'never' }), async ({ gateway, open }) => {
    const { page } = await open();
    await callInVain(page, 'video');
    await expect(prompt(page).getByRole('button')).toHaveText(['Cancel', 'Record video message', 'Call again']);
    await recordDraft(page, '00:27');
    await prompt(page).getByRole('button', { name: 'Send' }).click();
    await expect(noteOf(page, 'Carla')).toContainText('Delivered');
    const [note] = await notesOf(page, 'anna');
    if (note === undefined) throw new Error('no note');
    expect(note).toMatchObject({ kind: 'video', mimeType: 'video/webm;codecs=vp8,opus', flaw: null });
    const file = await fetchMedia(folder, gateway.port, note.id);
    const { streams, duration } = probeStreams(file);
    expect(streams.toSorted()).toEqual(['opus', 'vp8']);
    expect(duration).toBeGreaterThan(2);
    expect(duration).toBeLessThanOrEqual(30);
    const { darkest, brightest } = brightness(file);
    expect(brightest - darkest, 'a picture').toBeGreaterThan(50);
  });
});
