import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium, type Page } from '@playwright/test';
import { writeToneModel } from '../fakes/tone-model.ts';
import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import { machineFlags, projectDirectory } from './support/electron.ts';
import { anna, patient, scenario, writeScenario } from './support/scenario.ts';
import { writeToneWav } from './support/tone.ts';

const packaged = join(projectDirectory, 'dist/linux-unpacked/cornetta');

/** What Chromium's debugging port says of its pages. */
async function titles(endpoint: string): Promise<readonly string[]> {
  const answer = await fetch(`http://${new URL(endpoint).host}/json/list`);
  return ((await answer.json()) as readonly { readonly title: string }[]).map(({ title }) => title);
}

test.describe('the packaged app', () => {
  // In one worker: each would package anew, under the app that the other one runs.
  test.describe.configure({ mode: 'default' });

  test.beforeAll(() => {
    test.setTimeout(240_000);
    const result = spawnSync('npm', ['run', '--silent', 'dist:dir'], { cwd: projectDirectory, encoding: 'utf8' });
    expect(result.status, result.stdout + result.stderr).toBe(0);
    expect(existsSync(packaged)).toBe(true);
  });

  test('has its fuses hardened', async () => {
    const wire = await getCurrentFuseWire(packaged);
    const states = {
      runAsNode: wire[FuseV1Options.RunAsNode],
      cookieEncryption: wire[FuseV1Options.EnableCookieEncryption],
      nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
      inspect: wire[FuseV1Options.EnableNodeCliInspectArguments],
      asarIntegrity: wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
      onlyAsar: wire[FuseV1Options.OnlyLoadAppFromAsar],
      fileProtocol: wire[FuseV1Options.GrantFileProtocolExtraPrivileges],
    };
    expect(states).toEqual({
      runAsNode: FuseState.DISABLE,
      cookieEncryption: FuseState.ENABLE,
      nodeOptions: FuseState.DISABLE,
      inspect: FuseState.DISABLE,
      asarIntegrity: FuseState.ENABLE,
      onlyAsar: FuseState.ENABLE,
      fileProtocol: FuseState.DISABLE,
    });
  });

  test('takes a call', async ({ folder }) => {
    const shift = scenario([{ at: 1500, do: 'call', contact: 'anna', ringFor: patient }]);
    await drive(folder, [`--scenario=${writeScenario(folder, shift)}`], async (page) => {
      await desk.connected(page);
      await desk.answer(page, anna.name);
      await desk.talking(page);
      await desk.end(page);
    });
  });

  test('writes down what is said in a message: the engine is whole, and beside the archive', async ({ folder }) => {
    const model = join(folder, 'model');
    mkdirSync(model);
    writeToneModel(model);
    const policy = join(folder, 'policy.json');
    writeFileSync(policy, JSON.stringify({ notes: { transcripts: 'local', transcriptModel: model } }));
    const shift = scenario([
      { at: 500, do: 'call', contact: 'anna', ringFor: 1_000 },
      { at: 2_500, do: 'note', contact: 'anna', durationMs: 2_000, audio: 'tone:1000' },
    ]);
    await drive(folder, [`--scenario=${writeScenario(folder, shift)}`, `--policy=${policy}`], async (page) => {
      await desk.connected(page);
      await desk.openConversation(page, anna.name);
      const transcript = desk.messages(page).getByRole('list', { name: 'Transcript, made by a machine' });
      await expect(transcript).toHaveText(/call/, { timeout: 40_000 });
    });
  });
});

/** Starts the packaged app and hands out its window. */
async function drive(folder: string, args: readonly string[], act: (page: Page) => Promise<void>): Promise<void> {
  const microphone = join(folder, 'microphone.wav');
  writeToneWav(microphone, 1000, 2);
  mkdirSync(join(folder, 'user-data'));
  const child = spawn(
    packaged,
    [...machineFlags(microphone), `--user-data-dir=${join(folder, 'user-data')}`, ...args, '--remote-debugging-port=0'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    const endpoint = await new Promise<string>((resolve, reject) => {
      let text = '';
      child.stderr.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const match = /DevTools listening on (ws:\S+)/.exec(text);
        if (match?.[1] !== undefined) resolve(match[1]);
      });
      child.once('exit', () => reject(new Error(text)));
    });
    // Playwright waits for ever for a page that it meets on its first way to its address; once there, a page has a title.
    await expect.poll(() => titles(endpoint)).toEqual(expect.arrayContaining(['Cornetta', 'Cornetta phone']));
    // The inspect fuse is off, as shipped, so it is watched through Chromium's own protocol.
    const browser = await chromium.connectOverCDP(endpoint);
    const context = browser.contexts()[0];
    if (context === undefined) throw new Error('no context');
    const find = () =>
      browser
        .contexts()
        .flatMap((each) => each.pages())
        .find((page) => page.url().startsWith('app://ui/'));
    await expect.poll(() => find() !== undefined).toBe(true);
    const page = find();
    if (page === undefined) throw new Error('no ui window');
    await act(page);
    await browser.close();
  } finally {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await gone;
  }
}
