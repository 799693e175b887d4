import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { type Note, notePath } from '#shared/contracts/note.ts';
import type { Cornetta, Fixtures } from './app.ts';
import { desk } from './desk.ts';
import { type Keyring, startKeyring } from './keyring.ts';
import { anna, marco, type ScenarioInput, scenario } from './scenario.ts';
import { type Cable, cable } from './tcp-cut.ts';
import { gatewayPolicy, type StagedGateway, startTeamGateway, type TeamGateway, token } from './team-gateway.ts';

/** The service window is open: the contact has just written. */
const wrote = { at: 100, do: 'message', contact: 'anna', text: 'Please call me' } as const;

/** Anna writes, and Marco is there, too. */
export const shift = (
  contact: Partial<ScenarioInput['contacts'][number]>,
  timeline: ScenarioInput['timeline'] = [wrote],
): ScenarioInput => ({
  ...scenario(timeline),
  contacts: [{ ...anna, permission: 'granted', ...contact }, { ...marco }],
});

export const prompt = (page: Page): Locator => page.getByRole('group', { name: 'No answer' });

export const noteOf = (page: Page, name: string): Locator =>
  desk.messages(page).getByRole('article', { name: new RegExp(`^(Voice|Video) message of ${name}`) });

export const playButton = (note: Locator): Locator => note.getByRole('button', { name: 'Play', exact: true });
export const pauseButton = (note: Locator): Locator => note.getByRole('button', { name: 'Pause', exact: true });
export const positionSlider = (note: Locator): Locator => note.getByRole('slider', { name: 'Position' });
export const positionOf = async (note: Locator): Promise<number> => Number(await positionSlider(note).inputValue());

/** As somebody without a mouse gets there. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}

/** Media of notes on the disk of a desk. */
export function copies(userData: string): readonly string[] {
  const root = join(userData, 'notes');
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.age'));
}

/** Calls a contact who has written and does not answer. */
export async function callInVain(page: Page, contact: { readonly name: string } = anna): Promise<void> {
  await desk.connected(page);
  await desk.openConversation(page, contact.name);
  await expect(desk.messages(page)).toContainText('Please call me');
  await desk.conversation(page).getByRole('button', { name: 'Call', exact: true }).click();
  await expect(prompt(page)).toBeVisible();
}

/** Records until the count-down has gone down to `until` at least, such as `00:57`; the draft is there afterwards. */
export async function recordDraft(page: Page, until: string): Promise<void> {
  await prompt(page)
    .getByRole('button', { name: /^Record v/ })
    .click();
  const left = prompt(page).getByRole('timer', { name: 'Time left' });
  // Or below: who looks now and then may miss a second.
  const isDown = async (): Promise<boolean> => {
    const text = (await left.textContent()) ?? '';
    return /^\d\d:\d\d$/.test(text) && text <= until;
  };
  await expect.poll(isDown).toBe(true);
  await prompt(page).getByRole('button', { name: 'Stop' }).click();
  await expect(prompt(page).getByRole('button', { name: 'Send' })).toBeVisible();
}

export async function notesOf(page: Page, contactId: string): Promise<readonly Note[]> {
  const answer = await page.evaluate(
    (id) => window.cornetta.request('timeline.page', { contactId: id, before: null, limit: 50 }),
    contactId,
  );
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.rows.filter((entry) => entry.entry === 'note');
}

/** What the gateway has of a note's media, as a file. */
export async function fetchMedia(folder: string, port: number, id: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}${notePath(id)}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(200);
  const file = join(folder, `${id}.webm`);
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
  return file;
}

export interface Office {
  readonly gateway: TeamGateway;
  readonly line: Cable;
  /** The desk of the agent, a keyring, and a line to the gateway that can be cut. */
  readonly open: (userData?: string) => Promise<Cornetta>;
}

/** A team's gateway with one agent, Carla. What it is started with ends after `work`. */
export async function inOffice(
  { launch, folder }: Pick<Fixtures, 'launch' | 'folder'>,
  content: ScenarioInput,
  work: (office: Office) => Promise<void>,
): Promise<void> {
  const gateway = await startTeamGateway(folder, content, [`carla:Carla:${token}`]);
  const line = await cable(gateway.port);
  let keyring: Keyring | null = null;
  try {
    keyring = await startKeyring(folder);
    const { environment } = keyring;
    const args = [gatewayPolicy(folder, line.port, token), '--password-store=gnome-libsecret'];
    await work({
      gateway,
      line,
      open: (userData) => launch({ args, environment, ...(userData === undefined ? {} : { userData }) }),
    });
  } finally {
    await line.close();
    await keyring?.stop();
    await gateway.stop();
  }
}

export interface Stage {
  readonly gateway: StagedGateway;
  /** The desk of the agent, with a keyring. @param notes as in the policy */
  readonly open: (how?: { readonly notes?: object; readonly userData?: string }) => Promise<Cornetta>;
}

/** As {@link inOffice}, where the contacts wait for their cue. */
export async function onStage(
  { launch, stage, folder }: Pick<Fixtures, 'launch' | 'stage' | 'folder'>,
  content: ScenarioInput,
  work: (stage: Stage) => Promise<void>,
): Promise<void> {
  const gateway = await stage(content);
  const keyring = await startKeyring(folder);
  const policy = join(folder, 'notes-policy.json');
  const workspace = { mode: 'gateway', url: `ws://127.0.0.1:${gateway.port}/agent`, token };
  const args = [`--policy=${policy}`, '--password-store=gnome-libsecret'];
  try {
    await work({
      gateway,
      open: ({ notes = {}, userData } = {}) => {
        writeFileSync(policy, JSON.stringify({ workspace, notes }));
        return launch({ args, environment: keyring.environment, ...(userData === undefined ? {} : { userData }) });
      },
    });
  } finally {
    await keyring.stop();
  }
}

/** Microphones, or cameras, of the phone window that open only while the test lets them. */
export async function slowDevices(phone: Page, kind: 'audio' | 'video' = 'audio') {
  await phone.evaluate((slow) => {
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    const stage = { tracks: [] as MediaStreamTrack[], asked: 0, gate: Promise.resolve(), signal: () => {} };
    devices.getUserMedia = async (wanted) => {
      if (wanted?.[slow]) {
        stage.asked += 1;
        await stage.gate;
      }
      const stream = await open(wanted);
      stage.tracks.push(...stream.getTracks());
      return stream;
    };
    const clone = MediaStreamTrack.prototype.clone;
    MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
      const copy = clone.call(this);
      stage.tracks.push(copy);
      return copy;
    };
    Object.assign(window, { stage });
  }, kind);
  type Staged = { stage: { tracks: MediaStreamTrack[]; asked: number; gate: Promise<void>; signal: () => void } };
  return {
    close: () =>
      phone.evaluate(() => {
        const { stage } = window as unknown as Staged;
        stage.gate = new Promise((resolve) => {
          stage.signal = resolve;
        });
      }),
    signal: () => phone.evaluate(() => (window as unknown as Staged).stage.signal()),
    /** How often a device was asked for, how many tracks there were, and how many of them are open. */
    count: () =>
      phone.evaluate(() => {
        const { tracks, asked } = (window as unknown as Staged).stage;
        return { asked, all: tracks.length, open: tracks.filter(({ readyState }) => readyState === 'live').length };
      }),
  };
}

/** By then a recorder records, or the agent is told to wait. */
const promisedMs = 150;

export interface NoteStart {
  /** From the tap on, in milliseconds. */
  readonly tookMs: number;
  /** The agent was told so. */
  readonly waited: boolean;
  /** The promise, and so long as the window itself was held up by whatever else runs on this computer. */
  readonly allowedMs: number;
}

/**
 * Watches the next tap, or key, that begins a recording.
 * @returns waits until it records, and holds that against the promise
 */
export async function watchStart(page: Page): Promise<() => Promise<NoteStart>> {
  const beatMs = 10;
  await page.evaluate((every) => {
    const seen = { asked: 0, began: 0, waited: false, heldUp: 0 };
    Object.assign(window, { seen });
    const tapped = (): void => {
      if (seen.asked > 0) return;
      seen.asked = Date.now();
      let last = performance.now();
      const beat = setInterval(() => {
        const now = performance.now();
        seen.heldUp = Math.max(seen.heldUp, now - last - every);
        last = now;
        if (seen.began > 0) clearInterval(beat);
      }, every);
    };
    for (const type of ['click', 'keydown'] as const) document.addEventListener(type, tapped, { capture: true });
    window.cornetta.on('session', ({ note }) => {
      // When main heard of it, by the clock that both processes have.
      if (note?.startedAt != null) seen.began ||= note.startedAt;
    });
    new MutationObserver(() => {
      seen.waited ||= document.body.innerText.includes('Waiting for the ');
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  }, beatMs);
  type Seen = { seen: { asked: number; began: number; waited: boolean; heldUp: number } };
  const look = () => page.evaluate(() => (window as unknown as Seen).seen);
  return async () => {
    await expect.poll(async () => (await look()).began).toBeGreaterThan(0);
    const { asked, began, waited, heldUp } = await look();
    const [tookMs, allowedMs] = [Math.round(began - asked), Math.round(promisedMs + heldUp)];
    process.stdout.write(`    recording began ${tookMs} ms after the tap${waited ? ', told to wait' : ''}\n`);
    expect(waited || tookMs <= allowedMs, `${tookMs} ms: begins at once, or says that it waits`).toBe(true);
    return { tookMs, waited, allowedMs };
  };
}
