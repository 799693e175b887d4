import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { writeToneModel } from '../fakes/tone-model.ts';
import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { desk } from './support/desk.ts';
import { inMain } from './support/in-main.ts';
import { anna, patient, scenario } from './support/scenario.ts';

const call = { at: 500, do: 'call', contact: 'anna', ringFor: 1_000 } as const;
const note = { do: 'note', contact: 'anna', durationMs: 3_000 } as const;

const transcriptIn = (page: Page): Locator =>
  desk.messages(page).getByRole('list', { name: 'Transcript, made by a machine' });

/** Serves of Electron's processes, by the name that they were given. */
const transcribers = (electron: ElectronApplication): Promise<number> =>
  inMain(electron, ({ app }) => app.getAppMetrics().filter(({ name }) => name === 'Cornetta transcriber').length);

/** The system's dialog, answered as a user would. */
const chooseFolder = (electron: ElectronApplication, folder: string): Promise<void> =>
  inMain(
    electron,
    ({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
    },
    folder,
  );

function modelFolder(folder: string): string {
  const model = join(folder, 'model');
  mkdirSync(model);
  writeToneModel(model);
  return model;
}

/** Files below a folder that hold uncompressed sound or an Opus stream in the clear. */
const soundInTheClear = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
    const content = readFileSync(path);
    return content.includes('OpusHead') || content.includes('A_OPUS') || content.includes('WAVEfmt');
  });

test('writes messages down on this computer once a model is chosen, tells what is missing, leaves a bad model at one try, finds what was said, does as the policy says, and waits while there is a call', {
  tag: '@long',
}, async ({ launch, folder }) => {
  const model = modelFolder(folder);
  rmSync(join(model, 'tokens.txt'));
  const { page, electron, userData, quit } = await launch({
    scenario: scenario([call, { at: 2_500, ...note, audio: 'tone:1000' }, { at: 3_000, ...note, audio: 'tone:2500' }]),
  });
  await desk.connected(page);
  await desk.openConversation(page, anna.name);
  await expect(desk.messages(page).getByRole('article', { name: /^Voice message/ })).toHaveCount(2);
  expect(await transcribers(electron)).toBe(0);

  await desk.goTo(page, 'Settings');
  await page.getByRole('combobox', { name: 'Transcripts of messages' }).selectOption('local');
  const state = page.getByRole('status').filter({ hasText: /speech model|tokens|written down/ });
  await expect(state).toHaveText('Choose the folder that holds the speech model. IT can supply one.');
  await chooseFolder(electron, model);
  const choose = page.getByRole('button', { name: 'Choose folder…' });
  await choose.click();
  await expect(state).toHaveText(`tokens.txt is missing in ${model}.`);
  expect(await violations(page), 'a model that is not whole').toEqual([]);
  writeToneModel(model);
  truncateSync(join(model, 'model.onnx'), 400);
  await choose.click();
  await expect(state).toHaveText(`The speech model in ${model} cannot be used. Choose another one.`);
  await expect.poll(() => transcribers(electron)).toBe(0);
  await desk.connected(page);
  writeToneModel(model);
  await choose.click();
  await expect(state).toHaveText('All messages are written down.');
  expect(await violations(page), 'settings').toEqual([]);

  await desk.openConversation(page, anna.name);
  await expect(transcriptIn(page)).toHaveText([/call/, /tomorrow/]);
  expect(await violations(page), 'transcripts').toEqual([]);
  expect(soundInTheClear(userData)).toEqual([]);
  const found = await page.evaluate(() => window.cornetta.request('search', { text: 'tomor', limit: 5 }));
  expect(found).toMatchObject({ ok: true, value: [{ note: { text: 'tomorrow' } }] });

  await desk.goTo(page, 'Settings');
  const source = page.getByRole('combobox', { name: 'Transcripts of messages' });
  await source.selectOption('off');
  await desk.openConversation(page, anna.name);
  await expect(transcriptIn(page)).toHaveCount(0);
  await desk.goTo(page, 'Settings');
  await source.selectOption('local');
  await expect(state).toHaveText('All messages are written down.');
  await desk.openConversation(page, anna.name);
  await expect(transcriptIn(page)).toHaveText([/call/, /tomorrow/]);
  await quit();

  const policy = join(folder, 'policy.json');
  writeFileSync(policy, JSON.stringify({ notes: { transcripts: 'local', transcriptModel: model } }));
  const again = await launch({
    args: [`--policy=${policy}`],
    userData,
    scenario: scenario([
      call,
      { at: 2_500, do: 'call', contact: 'marco', ringFor: patient },
      { at: 4_000, ...note, audio: 'tone:440' },
    ]),
  });
  await desk.connected(again.page);
  await desk.openConversation(again.page, anna.name);
  await expect(transcriptIn(again.page)).toHaveText([/call/, /tomorrow/]);
  await desk.goTo(again.page, 'Settings');
  await expect(again.page.getByText('Continues after the call: 1 to go.')).toBeVisible();
  expect(await transcribers(again.electron)).toBe(0);
  await expect(again.page.getByRole('combobox', { name: 'Transcripts of messages' })).toBeDisabled();
  await expect(again.page.getByRole('button', { name: 'Choose folder…' })).toBeDisabled();
  await again.page.getByRole('button', { name: 'Decline' }).first().click();
  await expect(again.page.getByText('All messages are written down.')).toBeVisible();
  await desk.openConversation(again.page, anna.name);
  await expect(transcriptIn(again.page)).toHaveText([/call/, /tomorrow/, /please/]);
});
