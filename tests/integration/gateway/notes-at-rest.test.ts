import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateX25519Identity } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { readKeyFile } from '../../../src/gateway/notes/key-file.ts';
import type { Note } from '../../../src/shared/contracts/note.ts';
import { fail, ok } from '../../../src/shared/result.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { notesInFolder, testIdentity } from '../../fakes/gateway-notes.ts';
import { eventually } from './support/eventually.ts';
import { temporaryFolder, testGateway } from './support/gateway.ts';
import { draftOf, get, mediaOf, put } from './support/notes.ts';
import { readyDesktop } from './support/sockets.ts';

const run = promisify(execFile);
const media = mediaOf('nobody else may hear this, ', 200_000);

async function withNote() {
  const folder = temporaryFolder();
  const options = { directory: folder, notes: notesInFolder(folder) };
  const gateway = await testGateway(options);
  const client = await readyDesktop(gateway, 'anna');
  const note = draftOf(media);
  await put(gateway, note.id, media);
  await client.command({ do: 'note.send', note });
  await eventually(() => expect(gateway.store.note(note.id)?.status).toBe('sent'));
  const kept = join(folder, 'notes');
  const [name = ''] = readdirSync(kept);
  return { folder, kept, file: join(kept, name), gateway, client, note, options };
}

/** The provider did not take it. */
async function withFailedNote() {
  const folder = temporaryFolder();
  const gateway = await testGateway({ directory: folder, notes: notesInFolder(folder) });
  gateway.connector.onSendNote = async () => fail('rejected');
  const client = await readyDesktop(gateway, 'anna');
  const note = draftOf(media);
  const send = async () => (await client.command({ do: 'note.send', note })).error?.code ?? null;
  const stands = (than: Partial<Note>) => eventually(() => expect(gateway.store.note(note.id)).toMatchObject(than));
  await put(gateway, note.id, media);
  await send();
  await stands({ status: 'failed', failure: 'rejected' });
  const kept = join(folder, 'notes');
  const [name = ''] = readdirSync(kept);
  return { file: join(kept, name), gateway, note, send, stands };
}

function flip(file: string, where: (length: number) => number): void {
  const bytes = readFileSync(file);
  const at = where(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );

describe('a note on disk', () => {
  it('is an age file that the age tool opens with the key, and nobody without', async () => {
    const { folder, file } = await withNote();
    const key = join(folder, 'key');
    writeFileSync(key, testIdentity);
    const opened = await run('age', ['--decrypt', '--identity', key, file], { encoding: 'buffer', maxBuffer: 1e7 });
    expect(opened.stdout.equals(media)).toBe(true);
    writeFileSync(key, await generateX25519Identity());
    await expect(run('age', ['--decrypt', '--identity', key, file])).rejects.toThrow('no identity matched');
  });

  it('stands nowhere in the clear, and is for its owner only', async () => {
    const { folder, kept, file } = await withNote();
    for (const other of filesBelow(folder)) expect(readFileSync(other).includes('nobody else may')).toBe(false);
    expect(readFileSync(file, 'latin1').slice(0, 21)).toBe('age-encryption.org/v1');
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(kept).mode & 0o077).toBe(0);
    expect(readdirSync(kept)).toHaveLength(1);
  });

  it.each([
    ['in its head', (length: number) => Math.min(40, length)],
    ['in the middle', (length: number) => Math.floor(length / 2)],
    ['at its end', (length: number) => length - 1],
  ])('of which a byte was flipped %s is told as damaged, and nothing else fails', async (_, where) => {
    const { file, gateway, note, client } = await withNote();
    flip(file, where);
    const answer = await get(gateway, note.id);
    expect([answer.status, JSON.parse(answer.body.toString()).error.code]).toEqual([422, 'damaged']);
    await eventually(() => expect(gateway.store.note(note.id)?.flaw).toBe('damaged'));
    const other = draftOf(media);
    await put(gateway, other.id, media);
    expect((await client.command({ do: 'note.send', note: other })).error).toBeNull();
    expect((await get(gateway, other.id)).body.equals(media)).toBe(true);
  });

  it('that was cut off is damaged, one that was taken away is gone', async () => {
    const { file, gateway, note } = await withNote();
    writeFileSync(file, readFileSync(file).subarray(0, 100_000));
    expect((await get(gateway, note.id)).status).toBe(422);
    rmSync(file);
    expect((await get(gateway, note.id)).status).toBe(404);
  });

  it('that was damaged before it could be sent is wanted again, and goes out sound', async () => {
    const { file, gateway, note, send, stands } = await withFailedNote();
    flip(file, (length) => length - 1);
    gateway.connector.onSendNote = async () => ok(null);
    expect(await send()).toBeNull();
    await stands({ status: 'failed', failure: 'damaged', flaw: 'damaged' });
    expect(await send(), 'to be handed over').toBe('gone');
    expect((await put(gateway, note.id, media)).status, 'it is written').toBe(201);
    expect(await send()).toBeNull();
    await stands({ status: 'sent', flaw: null });
    expect(Buffer.from(gateway.connector.notes.at(-1)?.media ?? []).equals(media)).toBe(true);
  });

  it('that an agent found damaged before it was sent again is wanted again at once', async () => {
    const { file, gateway, note, send, stands } = await withFailedNote();
    flip(file, (length) => length - 1);
    expect((await get(gateway, note.id)).status).toBe(422);
    await stands({ flaw: 'damaged' });
    expect(await send()).toBe('gone');
    expect((await put(gateway, note.id, media)).status).toBe(201);
  });

  it('of another key is not called damaged: it opens again with its own', async () => {
    const { gateway, note, options } = await withNote();
    await gateway.end();
    const notes = { ...options.notes, identity: await generateX25519Identity() };
    const other = await testGateway({ ...options, notes });
    expect((await get(other, note.id)).status).toBe(500);
    await other.end();
    const again = await testGateway(options);
    expect(again.store.note(note.id)?.flaw).toBeNull();
    expect((await get(again, note.id)).body.equals(media)).toBe(true);
  });

  it('that was half written when the gateway died is cleared away, what is not ours stays', async () => {
    const { kept, gateway, note, options } = await withNote();
    await gateway.end();
    writeFileSync(join(kept, 'half.part'), 'x');
    writeFileSync(join(kept, 'README'), 'x');
    const again = await testGateway(options);
    await eventually(() => expect(existsSync(join(kept, 'half.part'))).toBe(false));
    expect(existsSync(join(kept, 'README'))).toBe(true);
    expect((await get(again, note.id)).status).toBe(200);
  });

  it('is refused with 507 where the disk takes nothing, and taken later', async () => {
    const { kept, gateway } = await withNote();
    const aside = join(kept, '..', 'aside');
    await run('mv', [kept, aside]);
    expect((await put(gateway, 'n2', media)).status).toBe(507);
    await run('mv', [aside, kept]);
    expect((await put(gateway, 'n2', media)).status).toBe(201);
  });
});

describe('media that nobody needs', () => {
  it('goes a day after it was handed over where no note names it', async () => {
    const folder = temporaryFolder();
    const clock = manualGatewayClock();
    const gateway = await testGateway({ directory: folder, notes: notesInFolder(folder), clock });
    await put(gateway, 'unnamed', media);
    clock.advance(23 * 3_600_000);
    expect((await get(gateway, 'unnamed')).status).toBe(200);
    clock.advance(2 * 3_600_000);
    await eventually(() => expect(readdirSync(join(folder, 'notes'))).toEqual([]));
    expect((await get(gateway, 'unnamed')).status).toBe(404);
  });

  it('goes after the days of the policy, told as gone', async () => {
    const { gateway, note, kept, file, options } = await withNote();
    await gateway.end();
    const old = Date.now() / 1000 - 40 * 86_400;
    utimesSync(file, old, old);
    const clock = manualGatewayClock(Date.now() + 31 * 86_400_000);
    const again = await testGateway({ ...options, clock, notes: { ...options.notes, retention: { days: 30 } } });
    await eventually(() => expect(again.store.note(note.id)?.flaw).toBe('gone'));
    expect(readdirSync(kept)).toEqual([]);
  });
});

describe('the key file', () => {
  it('is made for its owner only, and the same the next time', async () => {
    const file = join(temporaryFolder(), 'notes.key');
    const made = await readKeyFile(file);
    expect(made).toMatchObject({ ok: true, value: expect.stringMatching(/^AGE-SECRET-KEY-1/) });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await readKeyFile(file)).toEqual(made);
  });

  it('is read as age-keygen writes it', async () => {
    const file = join(temporaryFolder(), 'notes.key');
    await run('age-keygen', ['-o', file]);
    expect(await readKeyFile(file)).toMatchObject({ ok: true });
  });

  it.each([
    ['others may read', (file: string) => chmodSync(file, 0o640), 'others may read or change it'],
    ['has no key', (file: string) => writeFileSync(file, '# empty\n'), 'has to hold one age identity'],
    ['has something else', (file: string) => writeFileSync(file, 'password'), 'has to hold one age identity'],
  ])('that %s is refused', async (_, spoil, why) => {
    const file = join(temporaryFolder(), 'notes.key');
    await readKeyFile(file);
    spoil(file);
    const read = await readKeyFile(file);
    expect(read).toMatchObject({ ok: false, error: { code: 'invalid', detail: expect.stringContaining(why) } });
  });
});
