import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { createSecrets, type SafeStorage } from '../../../src/main/platform/secrets.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-secrets-'));
  file = join(folder, 'secrets.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Stands for the keyring: another key cannot read what this one wrote. */
function keyring(key: number, change: Partial<SafeStorage> = {}): SafeStorage {
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptString: (text) => Buffer.from([key, ...Buffer.from(text).map((byte) => byte ^ key)]),
    decryptString: (encrypted) => {
      if (encrypted[0] !== key)
        throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
      return Buffer.from(encrypted.subarray(1).map((byte) => byte ^ key)).toString();
    },
    ...change,
  };
}

const open = (safeStorage: SafeStorage, platform: NodeJS.Platform = 'linux') =>
  createSecrets({ file, safeStorage, platform, clock: manualClock(), log: memoryLog() });

describe('secrets', () => {
  it('come back, encrypted on disk, readable by this user only', async () => {
    const secrets = open(keyring(7));
    expect(await secrets.store('sip-password', 'geheim')).toEqual(ok(null));
    expect(await secrets.store('token', 'auch')).toEqual(ok(null));
    expect(readFileSync(file, 'utf8')).not.toContain('geheim');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await open(keyring(7)).read('sip-password')).toEqual(ok('geheim'));
    expect(await secrets.read('never-stored')).toEqual(ok(null));
    expect(await secrets.remove('sip-password')).toEqual(ok(null));
    expect(await secrets.read('sip-password')).toEqual(ok(null));
    expect(await secrets.read('token')).toEqual(ok('auch'));
    expect(readdirSync(folder)).toEqual(['secrets.json']);
  });

  it('loses none of several stored at once', async () => {
    const secrets = open(keyring(7));
    const names = Array.from({ length: 20 }, (_, index) => `secret-${index}`);
    await Promise.all(names.map((name) => secrets.store(name, name)));
    for (const name of names) expect(await secrets.read(name)).toEqual(ok(name));
  });

  it.each([
    ['no encryption', keyring(7, { isEncryptionAvailable: () => false })],
    ['basic_text', keyring(7, { getSelectedStorageBackend: () => 'basic_text' })],
  ])('are not stored in the clear: %s', async (_why, storage) => {
    const secrets = open(storage);
    expect(secrets.available()).toBe(false);
    expect(await secrets.store('sip-password', 'geheim')).toEqual(fail('no-keyring'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('need no backend name elsewhere than on Linux', async () => {
    const storage = keyring(7, { getSelectedStorageBackend: () => 'basic_text' });
    expect(await open(storage, 'darwin').store('a', 'b')).toEqual(ok(null));
  });

  it('say so when the keyring has changed or refuses', async () => {
    await open(keyring(7)).store('a', 'geheim');
    expect(await open(keyring(8)).read('a')).toMatchObject({ ok: false, error: { code: 'no-keyring' } });
    const refusing = keyring(7, {
      encryptString: () => {
        throw new Error('locked');
      },
    });
    expect(await open(refusing).store('b', 'x')).toMatchObject({ ok: false, error: { code: 'no-keyring' } });
  });

  it.each(['', '{', '[]', '{"a": 7}', '{"a": "not base64!"}', '{"../a": "AA=="}'])(
    'keep a damaged file beside (%j)',
    async (text) => {
      writeFileSync(file, text);
      const secrets = open(keyring(7));
      expect(await secrets.read('a')).toEqual(ok(null));
      expect(await secrets.store('a', 'b')).toEqual(ok(null));
      expect(await secrets.read('a')).toEqual(ok('b'));
      expect(readdirSync(folder)).toHaveLength(2);
    },
  );

  it('refuse odd names', async () => {
    const secrets = open(keyring(7));
    for (const name of ['', '__proto__', '../a', 'A', 'a'.repeat(65)])
      expect(await secrets.store(name, 'x')).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });

  it('report a file that cannot be used and leave it alone', async () => {
    const secrets = createSecrets({
      file: join(file, 'x'),
      safeStorage: keyring(7),
      platform: 'linux',
      clock: manualClock(),
      log: memoryLog(),
    });
    writeFileSync(file, '{}');
    expect(await secrets.store('a', 'b')).toMatchObject({ ok: false, error: { code: 'storage' } });
    expect(await secrets.read('a')).toMatchObject({ ok: false, error: { code: 'storage' } });
  });
});
