import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium, type Page } from '@playwright/test';
import { writeToneModel } from '../fakes/tone-model.ts';
import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import { machineFlags, projectDirectory } from './support/electron.ts';
import { anna, marco, patient, scenario, writeScenario } from './support/scenario.ts';
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

  let folder = '';
  let app: Packaged | undefined;
  /** Its window; one app for all who want it. */
  const started = async (): Promise<Page> => {
    if (app !== undefined) return app.page;
    folder = mkdtempSync(join(tmpdir(), 'cornetta-e2e-'));
    const model = join(folder, 'model');
    mkdirSync(model);
    writeToneModel(model);
    const policy = join(folder, 'policy.json');
    writeFileSync(policy, JSON.stringify({ notes: { transcripts: 'local', transcriptModel: model } }));
    const shift = scenario([
      { at: 500, do: 'call', contact: 'marco', ringFor: 1_000 },
      { at: 2_500, do: 'note', contact: 'marco', durationMs: 2_000, audio: 'tone:1000' },
      { at: 2_500, do: 'call', contact: 'anna', ringFor: patient },
    ]);
    app = await drive(folder, [`--scenario=${writeScenario(folder, shift)}`, `--policy=${policy}`]);
    return app.page;
  };

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    const result = spawnSync('npm', ['run', '--silent', 'dist:dir'], { cwd: projectDirectory, encoding: 'utf8' });
    expect(result.status, result.stdout + result.stderr).toBe(0);
    expect(existsSync(packaged)).toBe(true);
  });

  test.afterAll(async () => {
    await app?.end();
    if (folder !== '') rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
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

  test('takes a call', async () => {
    const page = await started();
    await desk.connected(page);
    await desk.answer(page, anna.name);
    await desk.talking(page);
    await desk.end(page);
  });

  test('writes down what is said in a message: the engine is whole, and beside the archive', async () => {
    const page = await started();
    await desk.connected(page);
    await desk.openConversation(page, marco.name);
    const transcript = desk.messages(page).getByRole('list', { name: 'Transcript, made by a machine' });
    await expect(transcript).toHaveText(/call/, { timeout: 40_000 });
  });
});

interface Packaged {
  readonly page: Page;
  readonly end: () => Promise<void>;
}

/** Starts the packaged app and watches its window. */
async function drive(folder: string, args: readonly string[]): Promise<Packaged> {
  const microphone = join(folder, 'microphone.wav');
  writeToneWav(microphone, 1000, 2);
  mkdirSync(join(folder, 'user-data'));
  const child = spawn(
    packaged,
    [...machineFlags(microphone), `--user-data-dir=${join(folder, 'user-data')}`, ...args, '--remote-debugging-port=0'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await gone;
  };
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
    return {
      page,
      end: async () => {
        await browser.close();
        await kill();
      },
    };
  } catch (error) {
    await kill();
    throw error;
  }
}
