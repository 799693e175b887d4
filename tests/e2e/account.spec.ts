import { mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { openAccount } from './support/account.ts';
import { expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { desk, session, told } from './support/desk.ts';
import { startKamailio } from './support/kamailio.ts';
import { startKeyring } from './support/keyring.ts';
import { ledgerRows } from './support/ledger.ts';
import { scenario } from './support/scenario.ts';

const withoutKeyring = '--password-store=basic';
const withKeyring = '--password-store=gnome-libsecret';

const save = (section: Locator): Locator => section.getByRole('button', { name: 'Save and restart' });

async function enterPbx(section: Locator, server: string, password: string): Promise<void> {
  await section.getByRole('radio', { name: 'PBX' }).check();
  await section.getByLabel('Server address').fill(server);
  await section.getByLabel('SIP address', { exact: true }).fill('anna@127.0.0.1');
  await section.getByLabel('Password').fill(password);
  await section.getByLabel('Display name').fill('Anna');
}

/** Every file below the folder that holds the text, in the encodings in which Chromium and SQLite write it. */
function filesWith(folder: string, text: string): readonly string[] {
  const needles = [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'utf16le'),
    Buffer.from(Buffer.from(text).toString('base64')),
  ];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
    const content = readFileSync(path);
    return needles.some((needle) => content.includes(needle));
  });
}

/** Who holds Chromium's lock on the folder (the link points to `host-pid`); null: nobody that runs on it. */
function holder(userData: string): number | null {
  try {
    const pid = Number(/-(\d+)$/.exec(readlinkSync(join(userData, 'SingletonLock')))?.[1]);
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(userData) ? pid : null;
  } catch {
    return null;
  }
}

test('an account entered in the settings registers after the restart; its password is in the keyring only', {
  tag: '@long',
}, async ({ launch, folder }) => {
  // Four starts of the app.
  test.slow();
  const userData = join(folder, 'anna');
  const kamailio = await startKamailio(folder);
  const keyring = await startKeyring(folder).catch(async (error: unknown) => {
    await kamailio.stop();
    throw error;
  });
  const isRestarted = (pid: number | null): pid is number => pid !== null && pid !== firstPid;
  let firstPid = 0;
  try {
    const { environment } = keyring;
    const first = await launch({ userData, environment, args: [withKeyring], scenario: scenario([]) });
    firstPid = first.pid;
    await desk.connected(first.page);
    const section = await openAccount(first.page);
    await enterPbx(section, kamailio.server, kamailio.password);
    await save(section).click();

    await expect.poll(() => isRestarted(holder(userData))).toBe(true);
    await expect.poll(() => kamailio.log()).toContain('registered anna');
    const restarted = holder(userData);
    if (isRestarted(restarted)) process.kill(restarted, 'SIGTERM');
    await expect.poll(() => holder(userData)).toBeNull();

    const again = await launch({ userData, environment, args: [withKeyring] });
    await desk.connected(again.page);
    expect((await session(again.page)).workspace).toMatchObject({ mode: 'pbx', name: 'anna@127.0.0.1' });
    const stored = await openAccount(again.page);
    await expect(stored.getByRole('radio', { name: 'PBX' })).toBeChecked();
    await expect(stored.getByLabel('Password')).toHaveValue('');
    await expect(stored.getByLabel('Password')).toHaveAttribute('placeholder', 'Stored in this computer’s keyring');
    expect(await violations(again.page)).toEqual([]);

    await stored.getByLabel('Server address').fill('ws://127.0.0.1:9');
    await save(stored).click();
    await expect(
      stored.getByLabel('Password'),
      'a stored password goes to no other server',
    ).toHaveAccessibleDescription(/another address/);
    await again.quit();

    expect(filesWith(userData, kamailio.server), 'the search finds what is there').toContain('account.json');
    expect(filesWith(userData, kamailio.password)).toEqual([]);
    expect(JSON.parse(readFileSync(join(userData, 'account.json'), 'utf8'))).toMatchObject({
      account: { mode: 'pbx', server: kamailio.server, uri: 'sip:anna@127.0.0.1', displayName: 'Anna' },
    });
    const audit = ledgerRows<{ what: string; details: string }>(userData, 'SELECT what, details FROM audit');
    expect(audit).toHaveLength(1);
    expect(audit[0]).toMatchObject({ what: 'account.changed', details: expect.stringContaining('"secret":"new"') });

    const locked = await launch({ userData, args: [withoutKeyring] });
    await expect(desk.connection(locked.page)).toContainText('Offline');
    expect(await told(locked.page)).toContain('secret-missing');
    await expect(locked.page.getByText(/is not in this computer’s keyring/).first()).toBeVisible();
    await locked.quit();
  } finally {
    const left = holder(userData);
    if (isRestarted(left)) process.kill(left, 'SIGKILL');
    await kamailio.stop();
    await keyring.stop();
  }
});

test('a damaged account is put aside, said, and the sandbox runs; without a keyring a password is refused in words and no file holds it', async ({
  launch,
  folder,
}) => {
  const userData = join(folder, 'damaged');
  mkdirSync(userData);
  writeFileSync(join(userData, 'account.json'), '{"account": {"mode": "pbx"}');
  const { page, quit } = await launch({ userData, scenario: scenario([]), args: [withoutKeyring] });
  await desk.connected(page);
  expect((await session(page)).workspace.mode).toBe('sandbox');
  expect(await told(page)).toContain('account-damaged');
  const accounts = () => readdirSync(userData).filter((name) => name.startsWith('account.'));
  expect(accounts()).toEqual([expect.stringMatching(/^account\.damaged-/)]);

  const password = 'sesame-on-no-disk';
  const section = await openAccount(page);
  await section.getByRole('radio', { name: 'PBX' }).check();
  await expect(section.getByLabel('Password')).toHaveAccessibleDescription(/no keyring/);
  await save(section).click();
  await expect(section.getByLabel('Server address')).toBeFocused();
  await expect(section.getByLabel('Server address')).toHaveAccessibleDescription(/wss:\/\//);
  await expect(section.getByLabel('SIP address', { exact: true })).toHaveAccessibleDescription(/sip:anna@example\.com/);
  expect(await violations(page), 'with errors').toEqual([]);

  await enterPbx(section, 'wss://pbx.example:8443', password);
  await section.getByLabel('Password').press('Enter');
  await expect(section.getByRole('alert')).toContainText('this computer has no keyring');
  expect(await violations(page), 'refused').toEqual([]);
  await expect(save(section)).toBeEnabled();

  const sent = await page.evaluate(
    (secret) =>
      window.cornetta.request('account.set', { mode: 'gateway', url: 'wss://g.example/agent', token: secret }),
    password,
  );
  expect(sent).toMatchObject({ ok: false, error: { code: 'no-keyring' } });
  await quit();
  expect(filesWith(userData, password)).toEqual([]);
  expect(accounts()).toEqual([expect.stringMatching(/^account\.damaged-/)]);
  expect(readdirSync(userData)).not.toContain('secrets.json');
  expect(ledgerRows(userData, 'SELECT what FROM audit')).toEqual([]);
});
