import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountChange } from '#shared/contracts/account.ts';
import { accountChange } from '#shared/contracts/account.ts';
import type { Policy } from '#shared/contracts/policy.ts';
import { fail, ok } from '#shared/result.ts';
import { type AccountStoreOptions, createAccountStore } from '../../../src/main/account/account-store.ts';
import { createSecrets, type SafeStorage, type Secrets } from '../../../src/main/platform/secrets.ts';
import { configurationOf } from '../../../src/main/policy/configuration.ts';
import { readAccount } from '../../../src/main/start/read-account.ts';
import type { AuditEntry } from '../../../src/main/store/ledger-store.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-account-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Stands for the operating system's keyring. */
const keyring = (isThere = true): SafeStorage => ({
  isEncryptionAvailable: () => isThere,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptString: (text) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0x5a)),
  decryptString: (encrypted) => Buffer.from(encrypted.map((byte) => byte ^ 0x5a)).toString(),
});

const secretsIn = (directory: string, isThere = true): Secrets =>
  createSecrets({
    file: join(directory, 'secrets.json'),
    safeStorage: keyring(isThere),
    platform: 'linux',
    clock: manualClock(),
    log: memoryLog(),
  });

let ids = 0;
function open(change: Partial<AccountStoreOptions> = {}, policy: Policy = {}) {
  const audited: AuditEntry[] = [];
  const restarts: string[] = [];
  const store = createAccountStore({
    directory: folder,
    found: readAccount(join(folder, 'account.json')),
    policy,
    configuration: configurationOf(policy, 'anna'),
    secrets: secretsIn(folder),
    busy: () => false,
    audit: async (entry) => void audited.push(entry),
    restart: ({ mode }) => restarts.push(mode),
    newId: () => `id-${++ids}`,
    clock: manualClock(),
    log: memoryLog(),
    ...change,
  });
  return { store, audited, restarts };
}

const pbx: AccountChange = { mode: 'pbx', server: 'wss://pbx.example', uri: 'sip:anna@example.com' };
const gateway: AccountChange = { mode: 'gateway', url: 'wss://gateway.example/agent?key=private' };

/** What a start in that folder would connect with. */
async function inForce(directory: string): Promise<{ readonly account: unknown; readonly secret: string | null }> {
  const found = readAccount(join(directory, 'account.json'));
  if (found.state !== 'read') return { account: null, secret: null };
  const secret = found.stored.secret === null ? ok(null) : await secretsIn(directory).read(found.stored.secret);
  return { account: found.stored.account, secret: secret.ok ? secret.value : null };
}

describe('saving an account', () => {
  it('stores the secret encrypted and the rest beside it, audits, and restarts', async () => {
    const { store, audited, restarts } = open();
    expect(await store.change({ ...pbx, username: 'a', password: 'geheim' })).toEqual(ok(null));
    expect(await inForce(folder)).toEqual({ account: { ...pbx, username: 'a' }, secret: 'geheim' });
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).not.toContain('geheim');
    expect(restarts).toEqual(['pbx']);
    expect(audited).toEqual([
      {
        at: manualClock().now(),
        who: 'anna',
        what: 'account.changed',
        details: { mode: 'pbx', server: 'pbx.example', uri: pbx.uri, username: 'a', secret: 'new' },
      },
    ]);
    expect(await store.view()).toEqual({
      account: { ...pbx, username: 'a' },
      hasSecret: true,
      managed: false,
      managedDisplayName: null,
      secretsAvailable: true,
    });
  });

  it('keeps the stored secret where none is given, and only for the same server', async () => {
    await open().store.change({ ...gateway, token: 'geheim' });
    const again = open();
    expect(await again.store.change(gateway)).toEqual(ok(null));
    expect(again.audited[0]?.details).toEqual({ mode: 'gateway', server: 'gateway.example', secret: 'kept' });
    const elsewhere = open();
    expect(await elsewhere.store.change({ mode: 'gateway', url: 'wss://evil.example/agent' })).toMatchObject(
      fail('invalid', 'token: the stored one is for another address'),
    );
    expect(await elsewhere.store.change({ ...pbx, server: gateway.url })).toMatchObject({ ok: false });
    expect(elsewhere.restarts).toEqual([]);
    expect(await inForce(folder)).toEqual({ account: gateway, secret: 'geheim' });
  });

  it('needs a token for a gateway, none for a PBX', async () => {
    expect(await open().store.change(gateway)).toMatchObject(fail('invalid', 'token: is missing'));
    expect(await open().store.change(pbx)).toEqual(ok(null));
    expect(await inForce(folder)).toEqual({ account: pbx, secret: null });
  });

  it('forgets the secret with the account it belonged to', async () => {
    await open().store.change({ ...pbx, password: 'first' });
    await open().store.change({ ...pbx, password: 'second' });
    expect(Object.keys(JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')))).toHaveLength(1);
    expect(await open().store.change({ mode: 'sandbox' })).toEqual(ok(null));
    expect(readFileSync(join(folder, 'secrets.json'), 'utf8').trim()).toBe('{}');
  });
});

describe('is refused, and nothing changes:', () => {
  const untouched = () => expect(readdirSync(folder)).toEqual([]);

  it('without a keyring, unless no secret is needed', async () => {
    const { store, audited, restarts } = open({ secrets: secretsIn(folder, false) });
    expect(await store.change({ ...pbx, password: 'geheim' })).toEqual(fail('no-keyring'));
    untouched();
    expect([audited, restarts]).toEqual([[], []]);
    expect(await store.view()).toMatchObject({ secretsAvailable: false, hasSecret: false });
    expect(await store.change(pbx)).toEqual(ok(null));
  });

  it('while there is a call, also one that came while the keyring asked', async () => {
    expect(await open({ busy: () => true }).store.change({ ...pbx, password: 'x' })).toEqual(fail('busy'));
    untouched();
    let calls = 0;
    const { store, restarts } = open({ busy: () => ++calls > 1 });
    expect(await store.change({ ...pbx, password: 'x' })).toEqual(fail('busy'));
    expect(readdirSync(folder)).toEqual(['secrets.json']);
    expect(readFileSync(join(folder, 'secrets.json'), 'utf8').trim()).toBe('{}');
    expect(restarts).toEqual([]);
  });

  it('twice at once, and again before the restart', async () => {
    const { store, restarts } = open();
    const both = await Promise.all([store.change({ ...pbx, password: 'x' }), store.change({ mode: 'sandbox' })]);
    expect(both).toEqual([ok(null), fail('busy')]);
    expect(await store.change({ mode: 'sandbox' })).toEqual(fail('busy'));
    expect(restarts).toEqual(['pbx']);
  });

  it('what the policy sets', async () => {
    const policy: Policy = { workspace: { mode: 'pbx' }, sip: { server: pbx.server, uri: pbx.uri, password: 'p' } };
    const { store } = open({}, policy);
    expect(await store.change({ mode: 'sandbox' })).toMatchObject({ ok: false, error: { code: 'managed' } });
    expect(await store.view()).toEqual({
      account: pbx,
      hasSecret: true,
      managed: true,
      managedDisplayName: null,
      secretsAvailable: false,
    });
    const named = open({}, { sip: { displayName: 'Officina' } }).store;
    expect(await named.change({ ...pbx, displayName: 'Anna' })).toMatchObject({
      ok: false,
      error: { code: 'managed' },
    });
    expect(await named.view()).toMatchObject({ managed: false, managedDisplayName: 'Officina' });
    untouched();
  });

  it('a folder that takes the secret but not the account', async () => {
    mkdirSync(join(folder, 'account.json'));
    writeFileSync(join(folder, 'account.json/x'), '');
    const { store, restarts } = open({ found: { state: 'missing' } });
    expect(await store.change({ ...pbx, password: 'x' })).toMatchObject({ ok: false, error: { code: 'storage' } });
    expect(readFileSync(join(folder, 'secrets.json'), 'utf8').trim()).toBe('{}');
    expect(restarts).toEqual([]);
    expect(await open().store.change(pbx), 'and the next try may succeed').toEqual(ok(null));
  });
});

describe('a crash', () => {
  /** Takes a picture of the folder just after the secret was written, or just before the old one is removed. */
  function photographed(image: string, when: 'stored' | 'removing'): Secrets {
    const secrets = secretsIn(folder);
    return {
      ...secrets,
      store: async (name, value) => {
        const stored = await secrets.store(name, value);
        if (when === 'stored') cpSync(folder, image, { recursive: true });
        return stored;
      },
      remove: (name) => {
        if (when === 'removing') cpSync(folder, image, { recursive: true });
        return secrets.remove(name);
      },
    };
  }

  it.each([
    ['stored', 'sip:old@example.com', 'old'],
    ['removing', 'sip:new@example.com', 'new'],
  ] as const)('after the secret was %s leaves an account with its own secret', async (when, uri, secret) => {
    const image = mkdtempSync(join(tmpdir(), 'cornetta-account-image-'));
    try {
      await open().store.change({ ...pbx, uri: 'sip:old@example.com', password: 'old' });
      const { store } = open({ secrets: photographed(image, when) });
      expect(await store.change({ ...pbx, uri: 'sip:new@example.com', password: 'new' })).toEqual(ok(null));
      expect(await inForce(image)).toEqual({ account: { ...pbx, uri }, secret });
      expect(await inForce(folder)).toMatchObject({ secret: 'new' });
    } finally {
      rmSync(image, { recursive: true, force: true });
    }
  });

  it('leaves a secret without account that can be removed without a keyring', async () => {
    const secrets = secretsIn(folder);
    await secrets.store('account-orphan', 'x');
    await secrets.store('account-kept', 'y');
    const locked = secretsIn(folder, false);
    expect(await locked.removeWhere((name) => name !== 'account-kept')).toEqual(ok(null));
    expect(await secrets.read('account-orphan')).toEqual(ok(null));
    expect(await secrets.read('account-kept')).toEqual(ok('y'));
  });
});

describe('a file that could not be read at the start', () => {
  it('is put aside before another one is written', async () => {
    writeFileSync(join(folder, 'account.json'), 'perhaps sound');
    const { store } = open({ found: { state: 'unreadable', reason: 'EIO' } });
    expect(await store.change(pbx)).toEqual(ok(null));
    expect(readdirSync(folder).filter((name) => name.startsWith('account.damaged-'))).toHaveLength(1);
  });
});

describe('the contract', () => {
  it.each([
    [{ mode: 'pbx', server: 'ws://pbx.example', uri: 'sip:a@b' }],
    [{ mode: 'pbx', server: 'wss://a:b@pbx.example', uri: 'sip:a@b' }],
    [{ mode: 'pbx', server: 'wss://pbx.example', uri: 'anna' }],
    [{ mode: 'pbx', server: 'wss://pbx.example', uri: 'sip:a@b', password: '' }],
    [{ mode: 'pbx', server: 'wss://pbx.example', uri: 'sip:a@b', displayName: 'a\r\nVia: b' }],
    [{ mode: 'pbx', server: 'wss://pbx.example', uri: 'sip:a@b', token: 'x' }],
    [{ mode: 'gateway', url: 'https://gateway.example' }],
    [{ mode: 'gateway', url: 'wss://gateway.example', token: 'a\nb' }],
    [{ mode: 'sandbox', url: 'wss://gateway.example' }],
    [{ mode: 'other' }],
  ])('refuses %j', (value) => {
    expect(accountChange.safeParse(value).success).toBe(false);
  });

  it('takes a pasted token without the line end around it', () => {
    expect(accountChange.parse({ ...gateway, token: ' abc\n' })).toEqual({ ...gateway, token: 'abc' });
  });
});
