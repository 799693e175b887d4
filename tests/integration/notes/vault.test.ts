import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createNoteKeys } from '../../../src/main/notes/identity.ts';
import { createNotesVault } from '../../../src/main/notes/vault.ts';
import { createVaultThread } from '../../../src/main/notes/vault-thread.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { createThreads } from '../../../src/main/platform/threads.ts';
import { memoryLog } from '../../fakes/memory-log.ts';
import { memorySecrets } from '../../fakes/memory-secrets.ts';
import { smallDisk } from '../store/support/small-disk.ts';
import { temporaryFolder } from '../store/support/temporary.ts';
import { expectedOf, liveNote, oggNote, vaultWorker, voiceNote, vorbisNote } from './support/media.ts';

const november = Date.UTC(2026, 10, 5, 10);
const id = '0b8e7f52-6c1d-4a53-9a55-0d2d4b6f1c11';

function openVault(folder = temporaryFolder(), secrets = memorySecrets()) {
  const thread = createVaultThread(vaultWorker, createThreads(systemClock), systemClock, memoryLog());
  const keys = createNoteKeys({
    name: 'notes-identity',
    secrets,
    generate: () => thread.run('identity', null),
    log: memoryLog(),
  });
  const directory = join(folder, 'notes');
  const vault = createNotesVault({ directory, keys, thread, log: memoryLog() });
  onTestFinished(() => vault.stop());
  return { ...vault, folder, directory, secrets };
}

const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(directory, name)).isFile(),
  );

describe('the vault of notes', () => {
  it('keeps media as an age file that anybody with the key can open, and nothing in the clear', async () => {
    const vault = openVault();
    const bytes = voiceNote(2);
    expect(await vault.keep(id, november, bytes)).toEqual({ ok: true, value: { lasts: true } });
    expect(filesIn(vault.directory)).toEqual([join('2026', '11', `${id}.age`)]);
    const file = readFileSync(join(vault.directory, '2026/11', `${id}.age`));
    expect(file.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    expect(file.includes(Buffer.from(bytes.subarray(200, 264)))).toBe(false);
    if (process.platform !== 'win32')
      expect(statSync(join(vault.directory, '2026/11', `${id}.age`)).mode & 0o077).toBe(0);
    const decrypter = new Decrypter();
    decrypter.addIdentity(vault.secrets.values.get('notes-identity') ?? '');
    expect(Buffer.from(await decrypter.decrypt(file)).equals(bytes)).toBe(true);
  });

  it('gives it back after a restart, and says what it holds', async () => {
    const first = openVault();
    const bytes = voiceNote(2);
    const { sha256 } = expectedOf(bytes, 2_000);
    await first.keep(id, november, bytes);
    await first.copy('second', november, oggNote(2));
    const again = openVault(first.folder, first.secrets);
    const read = await again.read(id, sha256);
    expect(read.ok && Buffer.from(read.value).equals(bytes)).toBe(true);
    expect(await again.open('second', expectedOf(oggNote(2), 2_000))).toMatchObject({
      ok: true,
      value: { mimeType: 'audio/ogg;codecs=opus' },
    });
    const listed = await again.list();
    expect(listed.ok && listed.value.map((copy) => copy.id).toSorted()).toEqual([id, 'second'].toSorted());
    await again.remove(id);
    expect(await again.read(id, sha256)).toMatchObject({ error: { code: 'gone' } });
    expect([...first.secrets.values.keys()]).toEqual(['notes-identity']);
  });

  it('tells every flipped byte, wherever it is, and goes on with the rest', async () => {
    const vault = openVault();
    const bytes = voiceNote(2);
    const expected = expectedOf(bytes, 2_000);
    await vault.keep(id, november, bytes);
    await vault.keep('other', november, bytes);
    const path = join(vault.directory, '2026/11', `${id}.age`);
    const whole = readFileSync(path);
    for (const at of [0, 60, 120, 210, whole.length >> 1, whole.length - 1]) {
      const spoilt = Buffer.from(whole);
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      writeFileSync(path, spoilt);
      const opened = await vault.open(id, expected);
      expect(['damaged', 'no-keyring']).toContain(opened.ok ? 'opened' : opened.error.code);
    }
    writeFileSync(path, whole.subarray(0, whole.length - 100));
    expect(await vault.open(id, expected)).toMatchObject({ error: { code: 'damaged' } });
    expect(await vault.open('other', expected)).toMatchObject({ ok: true });
    expect(await vault.read('other', 'ab'.repeat(32))).toMatchObject({ error: { code: 'damaged' } });
  });

  it('keeps nothing on the disk without a keyring, and what exists nowhere else in memory, within bounds', async () => {
    const secrets = memorySecrets();
    secrets.keyring = 'none';
    const vault = openVault(temporaryFolder(), secrets);
    const bytes = voiceNote(2);
    expect(await vault.keep(id, november, bytes)).toEqual({ ok: true, value: { lasts: false } });
    expect(await vault.copy('copy', november, bytes)).toEqual({ ok: true, value: null });
    expect(await vault.open(id, expectedOf(bytes, 2_000))).toMatchObject({ ok: true });
    expect(await vault.open('copy', expectedOf(bytes, 2_000))).toMatchObject({ error: { code: 'gone' } });
    expect(await vault.keep('large', november, new Uint8Array(65 * 1024 * 1024))).toMatchObject({
      error: { code: 'no-keyring' },
    });
    expect(readdirSync(vault.folder)).toEqual([]);
    await vault.remove(id);
    expect(await vault.open(id, expectedOf(bytes, 2_000))).toMatchObject({ error: { code: 'gone' } });
  });

  it('goes on with a new key where the keyring is another one, and opens the old notes again once it is back', async () => {
    const first = openVault();
    const bytes = voiceNote(2);
    await first.keep(id, november, bytes);
    const lost = memorySecrets();
    for (const [name, value] of first.secrets.values) lost.values.set(name, value);
    lost.keyring = 'other';
    const second = openVault(first.folder, lost);
    expect(await second.open(id, expectedOf(bytes, 2_000))).toMatchObject({ error: { code: 'no-keyring' } });
    await second.keep('new', november, bytes);
    expect(await second.open('new', expectedOf(bytes, 2_000))).toMatchObject({ ok: true });
    expect([...lost.values.keys()]).toEqual(['notes-identity', 'notes-identity-2']);
    const back = memorySecrets();
    for (const [name, value] of lost.values) back.values.set(name, value);
    const third = openVault(first.folder, back);
    expect(await third.open(id, expectedOf(bytes, 2_000))).toMatchObject({ ok: true });
    expect(await third.open('new', expectedOf(bytes, 2_000))).toMatchObject({ ok: true });
  });

  it('says that the disk is full, leaves nothing half written, and goes on once there is room', async ({ skip }) => {
    const disk = smallDisk(1);
    if (disk === null) return skip('needs the right to mount a file system');
    const vault = openVault(disk);
    await vault.keep('before', november, voiceNote(2));
    const large = new Uint8Array(2_000_000);
    expect(await vault.copy(id, november, large)).toMatchObject({ error: { code: 'disk-full' } });
    expect(await vault.keep(id, november, large)).toEqual({ ok: true, value: { lasts: false } });
    expect(await vault.persist(id, november)).toBe(false);
    expect(await vault.read(id, expectedOf(large, 0).sha256)).toMatchObject({ ok: true });
    expect(await vault.keep('larger', november, new Uint8Array(63 * 1024 * 1024))).toMatchObject({
      error: { code: 'disk-full' },
    });
    expect(filesIn(vault.directory)).toEqual([join('2026', '11', 'before.age')]);
    await vault.remove(id);
    expect(await vault.keep(id, november, voiceNote(3))).toEqual({ ok: true, value: { lasts: true } });
    expect(await vault.open('before', expectedOf(voiceNote(2), 2_000))).toMatchObject({ ok: true });
  });

  it('leaves nothing half written where the system refuses, and clears up what a crash left', async () => {
    const vault = openVault();
    mkdirSync(join(vault.directory, '2026/11'), { recursive: true });
    writeFileSync(join(vault.directory, '2026/11', 'crashed.age.part'), 'half');
    // A folder where the file would go.
    mkdirSync(join(vault.directory, '2026/11', `${id}.age.part`));
    expect(await vault.copy(id, november, voiceNote(2))).toMatchObject({ ok: false, error: { code: 'storage' } });
    expect(filesIn(vault.directory)).toEqual([]);
    expect(await vault.list()).toEqual({ ok: true, value: [] });
    expect(await vault.keep(id, november, voiceNote(2))).toEqual({ ok: true, value: { lasts: false } });
    rmdirSync(join(vault.directory, '2026/11', `${id}.age.part`));
    expect(await vault.persist(id, november)).toBe(true);
    expect(filesIn(vault.directory)).toEqual([join('2026', '11', `${id}.age`)]);
    expect(await vault.open(id, expectedOf(voiceNote(2), 2_000))).toMatchObject({ ok: true });
  });

  it('keeps ids apart that differ only in case', async () => {
    const vault = openVault();
    await vault.keep('Note', november, voiceNote(2));
    await vault.keep('note', november, voiceNote(3));
    expect(
      filesIn(vault.directory)
        .map((name) => name.slice(8))
        .toSorted(),
    ).toEqual(['Note.age', 'note~1.age']);
    expect(await vault.open('note', expectedOf(voiceNote(3), 3_000))).toMatchObject({ ok: true });
  });

  it.each(['voice', 'video'] as const)(
    'finishes a live %s recording, so that a player knows its length',
    async (kind) => {
      const vault = openVault();
      const finished = await vault.finish(liveNote(kind, 3), kind);
      if (!finished.ok) throw new Error(JSON.stringify(finished.error));
      expect(Math.abs(finished.value.durationMs - 3_000)).toBeLessThan(150);
      const path = join(vault.folder, 'finished.webm');
      writeFileSync(path, finished.value.bytes);
      const said = execFileSync('ffprobe', [
        '-v',
        'error',
        '-show_entries',
        'format=duration:stream=codec_name',
        '-of',
        'csv=p=0',
        path,
      ]);
      expect(said.toString()).toMatch(kind === 'voice' ? /^opus\n3\.\d+\n$/ : /^opus\nvp8\n3\.\d+\n$/);
      expect(await vault.look(finished.value.bytes, { ...finished.value, kind })).toMatchObject({ ok: true });
      expect(await vault.finish(new Uint8Array(500), kind)).toMatchObject({ error: { code: 'media' } });
    },
  );

  it.each([
    ['voice', 63, 60],
    ['video', 32, 30],
  ] as const)('leaves out what a %s recorder wrote after its limit', async (kind, recorded, allowed) => {
    const finished = await openVault().finish(liveNote(kind, recorded), kind);
    if (!finished.ok) throw new Error(JSON.stringify(finished.error));
    expect(finished.value.durationMs).toBeLessThanOrEqual(allowed * 1_000);
    expect(finished.value.durationMs).toBeGreaterThan(allowed * 1_000 - 200);
  });

  it('sees other codecs, other containers, other bytes and missing ends', async () => {
    const vault = openVault();
    const whole = voiceNote(6);
    const code = async (bytes: Uint8Array, expected = expectedOf(bytes, 6_000)): Promise<string> => {
      const looked = await vault.look(bytes, expected);
      return looked.ok ? 'ok' : looked.error.code;
    };
    expect(await code(whole)).toBe('ok');
    expect(await code(vorbisNote(6))).toBe('unsupported');
    expect(await code(new Uint8Array(4_000).fill(65))).toBe('unsupported');
    expect(await code(whole, expectedOf(whole, 6_000, 'video'))).toBe('unsupported');
    expect(await code(whole, { ...expectedOf(whole, 6_000), sha256: 'ab'.repeat(32) })).toBe('damaged');
    expect(await code(whole.slice(0, whole.length >> 1))).toBe('damaged');
  });
});
