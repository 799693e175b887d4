import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { notePath } from '#shared/contracts/note.ts';
import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { desk } from './support/desk.ts';
import { startKeyring } from './support/keyring.ts';
import { decode, probe } from './support/media-file.ts';
import { callInVain, noteOf, notesOf, prompt, shift, watchStart } from './support/notes.ts';
import { anna, type ScenarioInput } from './support/scenario.ts';
import { startTeamGateway, token } from './support/team-gateway.ts';
import { bestToneShare, silentAtFirst } from './support/tone.ts';

/** Files below a folder that hold what only sound in the clear has: the header of an Opus stream. */
function filesInTheClear(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
    const content = readFileSync(path);
    return content.includes('OpusHead') || content.includes('A_OPUS');
  });
}

const ageFiles = (folder: string): readonly string[] =>
  readdirSync(join(folder, 'notes'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.age'));

test('leaves a voice message with one tap where nobody answers: encrypted here, whole there, and told when it is played', async ({
  launch,
  folder,
}) => {
  const gateway = await startTeamGateway(folder, shift({ answers: 'decline', plays: 'after:1500' }), [
    `agent1:Carla:${token}`,
  ]);
  const keyring = await startKeyring(folder);
  const policy = join(folder, 'policy.json');
  const url = `ws://127.0.0.1:${gateway.port}/agent`;
  writeFileSync(policy, JSON.stringify({ workspace: { mode: 'gateway', url, token } }));
  try {
    const { page, userData } = await launch({
      args: [`--policy=${policy}`, '--password-store=gnome-libsecret'],
      environment: keyring.environment,
      microphoneTone: 1000,
    });
    await callInVain(page);
    const group = prompt(page);
    await expect(group).toContainText('Declined the call');
    await expect(group.getByRole('button')).toHaveText(['Cancel', 'Record voice message', 'Call again']);
    expect(await violations(page), 'the prompt').toEqual([]);

    const started = await watchStart(page);
    await page.keyboard.press('Control+Shift+R');
    const { tookMs, waited, allowedMs } = await started();
    await expect(group.getByRole('timer', { name: 'Time left' })).toHaveText(/^00:([0-4]\d|5[0-7])$/);
    expect(await violations(page), 'recording').toEqual([]);
    await page.keyboard.press('Control+Shift+R');
    await expect(group.getByRole('button', { name: 'Send' })).toBeFocused();
    const position = group.getByRole('slider', { name: 'Position' });
    await group.getByRole('button', { name: 'Play' }).click();
    await expect.poll(async () => Number(await position.inputValue())).toBeGreaterThan(0.3);
    expect(await violations(page), 'listening').toEqual([]);
    await group.getByRole('button', { name: 'Send' }).click();

    await expect(group).toHaveCount(0);
    const bubble = noteOf(page, 'Carla');
    await expect(bubble).toBeVisible();
    await expect(bubble).toContainText('About a call that was not answered');
    await expect(bubble).toContainText('Played');
    expect(await violations(page), 'sent').toEqual([]);

    const [note] = await notesOf(page, 'anna');
    if (note === undefined) throw new Error('no note');
    expect(note).toMatchObject({ direction: 'out', kind: 'voice', status: 'played', agent: 'Carla', flaw: null });
    const [call] = await page.evaluate(async () => {
      const calls = await window.cornetta.request('calls.page', { tab: 'outgoing', before: null, limit: 5 });
      return calls.ok ? calls.value.rows : [];
    });
    expect(note.callId).toBe(call?.id);

    const answer = await fetch(`http://127.0.0.1:${gateway.port}${notePath(note.id)}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    const file = join(folder, 'arrived.webm');
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    const facts = probe(file);
    expect(facts).toMatchObject({ codec: 'opus', channels: 1 });
    expect(Math.abs(facts.duration - note.durationMs / 1000)).toBeLessThan(0.2);
    expect(facts.duration).toBeGreaterThan(2);
    const { left, rate } = decode(file);
    expect(bestToneShare(left, rate, 1000), 'what the agent said').toBeGreaterThan(0.9);
    // A device that was just opened is silent for some 60 ms more.
    expect(
      waited || tookMs + silentAtFirst(left, rate) <= allowedMs + 100,
      'every word from a quarter of a second after the tap on, or it was said to wait',
    ).toBe(true);

    expect(ageFiles(userData)).toHaveLength(1);
    expect(filesInTheClear(userData)).toEqual([]);
    expect(filesInTheClear(join(folder, 'gateway-data'))).toEqual([]);
  } finally {
    await keyring.stop();
    await gateway.stop();
  }
});

/** A contact calls, gives up, and leaves a note. */
const left = (note: object = {}): ScenarioInput['timeline'] => [
  { at: 300, do: 'call', contact: 'anna', ringFor: 500 },
  { at: 1500, do: 'note', contact: 'anna', durationMs: 30_000, ...note },
];

test('what machines write down of messages is kept nowhere here where the organisation does not want it, and comes back with its consent', async ({
  launch,
  folder,
}) => {
  const gateway = await startTeamGateway(folder, shift({}, left({ transcript: 'Call me about the winter tyres.' })), [
    `carla:Carla:${token}`,
  ]);
  const start = async (notes: object, userData?: string) => {
    const policy = join(folder, 'policy.json');
    const workspace = { mode: 'gateway', url: `ws://127.0.0.1:${gateway.port}/agent`, token };
    writeFileSync(policy, JSON.stringify({ workspace, notes }));
    const app = await launch({ args: [`--policy=${policy}`], ...(userData === undefined ? {} : { userData }) });
    await desk.connected(app.page);
    await desk.openConversation(app.page, anna.name);
    await expect(noteOf(app.page, anna.name)).toHaveCount(1);
    return app;
  };
  const transcript = (page: Page) => page.getByRole('list', { name: 'Transcript, made by a machine' });
  try {
    const first = await start({ transcripts: 'off' });
    expect((await notesOf(first.page, 'anna')).map((note) => note.transcript)).toEqual([null]);
    await expect(transcript(first.page)).toHaveCount(0);
    await expect(first.page.getByRole('list', { name: 'Suggested replies' })).toHaveCount(0);
    const found = await first.page.evaluate(() => window.cornetta.request('search', { text: 'tyres', limit: 9 }));
    expect(found).toEqual({ ok: true, value: [] });
    await first.quit();

    const second = await start({}, first.userData);
    await expect(transcript(second.page)).toContainText('winter tyres');
    await second.quit();

    const third = await start({ transcripts: 'off' }, first.userData);
    await expect(transcript(third.page)).toHaveCount(0);
  } finally {
    await gateway.stop();
  }
});
