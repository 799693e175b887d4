import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { readAccount } from '../../../src/main/start/read-account.ts';
import { readStart, type Start } from '../../../src/main/start/read-start.ts';
import { restartApp, restartArguments } from '../../../src/main/start/restart.ts';
import { unlockAccount } from '../../../src/main/start/unlock-account.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-start-'));
  mkdirSync(join(folder, 'scenarios'));
  const scenario = { workspace: { name: 'Officina', number: '+390612345678' }, contacts: [] };
  for (const name of ['scenarios/first-shift.json', 'shift.json'])
    writeFileSync(join(folder, name), JSON.stringify(scenario));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pbx = { mode: 'pbx', server: 'wss://pbx.example', uri: 'sip:anna@example.com', displayName: 'Anna B.' };
const ownPbx = { account: pbx, secret: 'account-1' };
const ownGateway = { account: { mode: 'gateway', url: 'wss://own.example/agent' }, secret: 'account-2' };
const policyGateway = { workspace: { mode: 'gateway', url: 'wss://policy.example/agent', token: 't' } };

function start(given: { readonly account?: unknown; readonly policy?: unknown; readonly scenario?: boolean }) {
  if (given.account !== undefined) writeFileSync(join(folder, 'account.json'), JSON.stringify(given.account));
  if (given.policy !== undefined) writeFileSync(join(folder, 'policy.json'), JSON.stringify(given.policy));
  return readStart({
    argv: [
      ...(given.policy === undefined ? [] : ['--policy=policy.json']),
      ...(given.scenario ? ['--scenario=shift.json'] : []),
    ],
    environment: {},
    platform: 'linux',
    workingDirectory: folder,
    userName: 'anna',
    resources: folder,
    userData: folder,
  });
}

async function started(given: Parameters<typeof start>[0]): Promise<Start> {
  const read = await start(given);
  if (!read.ok) throw new Error(read.message);
  return read.start;
}

describe('what the app connects to', () => {
  it.each([
    ['nothing set', {}, 'sandbox', null],
    ['an account', { account: ownPbx }, 'pbx', 'account-1'],
    ['a gateway account', { account: ownGateway }, 'gateway', 'account-2'],
    ['an account without a secret', { account: { ...ownPbx, secret: null } }, 'pbx', null],
    ['the sandbox as account', { account: { account: { mode: 'sandbox' }, secret: null } }, 'sandbox', null],
    ['a policy over an account', { account: ownPbx, policy: policyGateway }, 'gateway', null],
    ['a policy that says sandbox', { account: ownPbx, policy: { workspace: { mode: 'sandbox' } } }, 'sandbox', null],
    ['a policy without a mode', { account: ownPbx, policy: { locale: 'it' } }, 'pbx', 'account-1'],
    ['a scenario over an account', { account: ownPbx, scenario: true }, 'sandbox', null],
  ] as const)('%s', async (_what, given, mode, awaited) => {
    const { configuration, awaitedSecret, sandbox } = await started(given);
    expect(configuration.workspace.mode).toBe(mode);
    expect(awaitedSecret).toBe(awaited);
    expect(sandbox !== null).toBe(mode === 'sandbox');
  });

  it('refuses a scenario beside a policy that wants something else', async () => {
    expect(await start({ account: ownPbx, policy: policyGateway, scenario: true })).toMatchObject({ ok: false });
  });

  it('lets the policy name the caller over the account', async () => {
    expect((await started({ account: ownPbx })).configuration.displayName).toBe('Anna B.');
    expect(
      (await started({ account: ownPbx, policy: { sip: { displayName: 'Officina' } } })).configuration.displayName,
    ).toBe('Officina');
    expect((await started({ account: ownPbx, policy: policyGateway })).configuration.displayName).toBeNull();
  });
});

describe('account.json', () => {
  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"account":{"mode":"pbx"},"secret":null}',
    '{"account":{"mode":"pbx","server":"http://x","uri":"sip:a@b"},"secret":null}',
    '{"account":{"mode":"gateway","url":"wss://g"},"secret":null}',
    '{"account":{"mode":"sandbox"}}',
  ])('that is damaged (%j) is the sandbox, and the reader leaves it where it is', async (text) => {
    writeFileSync(join(folder, 'account.json'), text);
    expect(readAccount(join(folder, 'account.json'))).toEqual({ state: 'damaged' });
    expect((await started({})).configuration.workspace).toEqual({ mode: 'sandbox' });
    expect(readdirSync(folder)).toContain('account.json');
  });

  it('that a later release wrote more into still counts', () => {
    writeFileSync(join(folder, 'account.json'), JSON.stringify({ ...ownPbx, later: 1 }));
    expect(readAccount(join(folder, 'account.json'))).toEqual({ state: 'read', stored: ownPbx });
  });

  it('that cannot be read is not taken for missing', () => {
    mkdirSync(join(folder, 'account.json'));
    expect(readAccount(join(folder, 'account.json'))).toEqual({ state: 'unreadable', reason: 'EISDIR' });
    expect(readAccount(join(folder, 'other.json'))).toEqual({ state: 'missing' });
  });
});

describe('the secret', () => {
  const keyring = (held: Record<string, string>) => ({ read: async (name: string) => ok(held[name] ?? null) });

  it('completes the configuration', async () => {
    const unlockedPbx = await unlockAccount(await started({ account: ownPbx }), keyring({ 'account-1': 'geheim' }));
    expect(unlockedPbx).toMatchObject({
      ok: true,
      value: { awaitedSecret: null, configuration: { workspace: { mode: 'pbx', password: 'geheim' } } },
    });
    const unlockedGateway = await unlockAccount(
      await started({ account: ownGateway }),
      keyring({ 'account-2': 'auch' }),
    );
    expect(unlockedGateway).toMatchObject({
      ok: true,
      value: { awaitedSecret: null, configuration: { workspace: { mode: 'gateway', token: 'auch' } } },
    });
  });

  it('that is missing or locked is said', async () => {
    expect(await unlockAccount(await started({ account: ownPbx }), keyring({}))).toEqual(fail('not-found'));
    const locked = { read: async () => fail('no-keyring') };
    expect(await unlockAccount(await started({ account: ownPbx }), locked)).toEqual(fail('no-keyring'));
  });

  it('is not asked for where none is awaited: a keyring may prompt', async () => {
    let asked = 0;
    const secrets = {
      read: async () => {
        asked += 1;
        return ok(null);
      },
    };
    for (const given of [{}, { account: ownPbx, policy: policyGateway }]) {
      const before = await started(given);
      expect(await unlockAccount(before, secrets)).toEqual(ok(before));
    }
    expect(asked).toBe(0);
  });
});

describe('the restart', () => {
  it('drops the scenario of this start and nothing else', () => {
    const argv = ['.', '--scenario=a.json', '--user-data-dir=x', '--policy=p', '--', '--scenario=b'];
    expect(restartArguments(argv, false)).toEqual(['.', '--user-data-dir=x', '--policy=p', '--', '--scenario=b']);
    expect(restartArguments(argv, true)).toEqual(argv);
  });

  it('starts an AppImage by its file, everything else by its executable', () => {
    const done: unknown[] = [];
    const app = { relaunch: (how?: unknown) => void done.push(how), quit: () => void done.push('quit') };
    restartApp(app, ['.'], {}, false);
    restartApp(app, ['.'], { APPIMAGE: '/opt/Cornetta.AppImage' }, false);
    expect(done).toEqual([{ args: ['.'] }, 'quit', { args: ['.'], execPath: '/opt/Cornetta.AppImage' }, 'quit']);
  });
});
