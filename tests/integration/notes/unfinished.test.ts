import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ok } from '#shared/result.ts';
import { createNoteKeys } from '../../../src/main/notes/identity.ts';
import { pieceName } from '../../../src/main/notes/piece.ts';
import { createUnfinishedNotes } from '../../../src/main/notes/unfinished.ts';
import { createVaultThread } from '../../../src/main/notes/vault-thread.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { createThreads } from '../../../src/main/platform/threads.ts';
import { memoryLog } from '../../fakes/memory-log.ts';
import { memorySecrets } from '../../fakes/memory-secrets.ts';
import { testGateway } from '../gateway/support/gateway.ts';
import { eventually } from '../gateway-link/support.ts';
import { temporaryFolder } from '../store/support/temporary.ts';
import { openDesk } from './support/desk.ts';
import { liveNote, vaultWorker } from './support/media.ts';

const noteOf = (noteId: string) => ({
  noteId,
  callId: 'wacid.out.1',
  contactId: 'anna',
  kind: 'voice' as const,
  mimeType: 'audio/webm;codecs=opus',
  at: 1_795_000_000_000,
});

/** As a recorder hands it over; the first slice has the head of the file. */
function slicesOf(live: Uint8Array, count = 4): readonly Uint8Array[] {
  const size = Math.ceil(live.length / count);
  return Array.from({ length: count }, (_, index) => live.subarray(index * size, (index + 1) * size));
}

const flip = (path: string): void => {
  const bytes = readFileSync(path);
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  writeFileSync(path, bytes);
};

function shelf(secrets = memorySecrets(), folder = temporaryFolder()) {
  const directory = join(folder, 'unfinished');
  const open = () => {
    const thread = createVaultThread(vaultWorker, createThreads(systemClock), systemClock, memoryLog());
    onTestFinished(() => thread.stop());
    const generate = () => thread.run('identity', null);
    const keys = createNoteKeys({ name: 'notes-identity', secrets, generate, log: memoryLog() });
    return createUnfinishedNotes({ directory, keys, thread, log: memoryLog() });
  };
  const piecesOf = (id: string): readonly string[] => {
    try {
      return readdirSync(join(directory, id)).filter((name) => name.endsWith('.age'));
    } catch {
      return [];
    }
  };
  return {
    open,
    directory,
    piecesOf,
    /** Writes each slice as a piece of its own, as a disk does that is faster than the recorder. */
    write: async (id: string, slices: readonly Uint8Array[]) => {
      const writer = open();
      for (const [index, slice] of slices.entries()) {
        writer.add(noteOf(id), slice);
        await eventually(() => piecesOf(id).length).toBe(index + 1);
      }
    },
  };
}

describe('a note whose recording never ended', () => {
  it('is there again as far as it was written, encrypted, and goes when it is kept elsewhere', async () => {
    const live = liveNote('voice', 2);
    const { open, directory, piecesOf, write } = shelf();
    expect(await open().left()).toEqual(ok([]));
    await write('n1', slicesOf(live));
    for (const name of piecesOf('n1')) {
      const path = join(directory, 'n1', name);
      const content = readFileSync(path);
      expect(content.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
      expect(['OpusHead', 'anna', 'wacid'].filter((word) => content.includes(word))).toEqual([]);
      if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);
    }
    // The crash came in the middle of writing.
    writeFileSync(join(directory, 'n1', `${pieceName(4)}.part`), 'age-encr');
    const again = open();
    expect(await again.left()).toEqual(ok(['n1']));
    const gathered = await again.gather('n1');
    expect(gathered).toMatchObject({ ok: true, value: { note: noteOf('n1'), isDamaged: false } });
    expect(gathered.ok && Buffer.from(gathered.value.live).equals(live)).toBe(true);
    await again.drop('n1');
    expect(readdirSync(directory)).toEqual([]);
    expect(await again.gather('n1')).toMatchObject({ error: { code: 'gone' } });
  });

  it('shares a piece among what comes while the disk is busy, and leaves nothing where it is dropped meanwhile', async () => {
    const live = liveNote('voice', 2);
    const { open, directory, piecesOf } = shelf();
    const writer = open();
    const reader = open();
    // One key for both: each would make one of its own otherwise.
    expect(await reader.gather('n1')).toMatchObject({ error: { code: 'gone' } });
    for (const slice of slicesOf(live, 20)) writer.add(noteOf('n1'), slice);
    expect(await writer.left(), 'it is being recorded here').toEqual(ok([]));
    const whole = async (): Promise<boolean> => {
      const gathered = await reader.gather('n1');
      return gathered.ok && Buffer.from(gathered.value.live).equals(live);
    };
    await expect.poll(whole, { timeout: 10_000 }).toBe(true);
    expect(piecesOf('n1').length).toBeLessThan(20);
    writer.add(noteOf('n2'), live);
    await writer.drop('n2');
    writer.add(noteOf('n2'), live);
    await writer.drop('n2');
    expect(readdirSync(directory)).toEqual(['n1']);
  });

  it.each([
    ['flipped', (of: (number: number) => string) => flip(of(2))],
    ['torn', (of: (number: number) => string) => writeFileSync(of(2), readFileSync(of(2)).subarray(0, 150))],
    ['missing', (of: (number: number) => string) => rmSync(of(2))],
    ['moved', (of: (number: number) => string) => copyFileSync(of(1), of(2))],
  ])('with a piece that is %s has what came before it, and says that it is damaged', async (_, spoil) => {
    const live = liveNote('voice', 2);
    const slices = slicesOf(live);
    const { open, directory, write } = shelf();
    await write('n1', slices);
    spoil((number) => join(directory, 'n1', pieceName(number)));
    const gathered = await open().gather('n1');
    expect(gathered).toMatchObject({ ok: true, value: { isDamaged: true } });
    expect(gathered.ok && Buffer.from(gathered.value.live).equals(Buffer.concat(slices.slice(0, 2)))).toBe(true);
  });

  it('is damaged where its beginning is, or where it is put in the place of another', async () => {
    const { open, directory, write } = shelf();
    await write('n1', slicesOf(liveNote('voice', 2)));
    renameSync(join(directory, 'n1'), join(directory, 'n2'));
    expect(await open().gather('n2')).toMatchObject({ error: { code: 'damaged' } });
    renameSync(join(directory, 'n2'), join(directory, 'n1'));
    flip(join(directory, 'n1', pieceName(0)));
    expect(await open().gather('n1')).toMatchObject({ error: { code: 'damaged' } });
  });

  it('is not written without a keyring', async () => {
    const secrets = memorySecrets();
    secrets.keyring = 'none';
    const { open, piecesOf } = shelf(secrets);
    const writer = open();
    writer.add(noteOf('n1'), liveNote('voice', 2));
    await writer.drop('n1');
    expect(piecesOf('n1')).toEqual([]);
  });
});

describe('a desk that died while a note was recorded', () => {
  it('has it as a draft when it comes back, that can be played and sent once', async () => {
    const gateway = await testGateway();
    const live = liveNote('voice', 3);
    const first = await openDesk(gateway);
    const unfinished = join(first.directory, 'unfinished');
    for (const [index, slice] of slicesOf(live).entries()) {
      if (index < 3) first.notes.keeping.secure(noteOf('n1'), slice);
      await eventually(() => readdirSync(join(unfinished, 'n1')).length).toBe(Math.min(index + 1, 3));
    }
    await first.close();
    const again = await openDesk(gateway, first);
    expect(readdirSync(unfinished)).toEqual([]);
    const drafts = await again.notes.keeping.drafts();
    expect(drafts).toMatchObject({ ok: true, value: [{ noteId: 'n1', callId: 'wacid.out.1', contactId: 'anna' }] });
    const durationMs = drafts.ok ? (drafts.value[0]?.durationMs ?? 0) : 0;
    expect(durationMs).toBeGreaterThan(1_500);
    expect(durationMs).toBeLessThan(3_000);
    expect(await again.notes.open('n1')).toMatchObject({ ok: true, value: { mimeType: 'audio/webm;codecs=opus' } });
    expect(again.told).toEqual([]);
    await again.notes.keeping.send('n1');
    await eventually(() => gateway.connector.notes.map(({ note }) => note.id)).toEqual(['n1']);
    await again.close();
    const third = await openDesk(gateway, first);
    expect(await third.notes.keeping.drafts()).toEqual(ok([]));
  });

  it('sends one that was sent while it lived in memory alone: what was written of it is the same note', async () => {
    const gateway = await testGateway();
    const first = await openDesk(gateway);
    first.wire.mode('refuse');
    first.wire.cut();
    const live = liveNote('voice', 2);
    const unfinished = join(first.directory, 'unfinished');
    expect(await first.notes.keeping.keepDraft({ ...noteOf('n1'), live, peaks: null })).toMatchObject({ ok: true });
    await first.notes.keeping.send('n1');
    // As it stands after a full disk took the pieces, and had no room for the whole.
    for (const name of readdirSync(first.directory, { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('.age')) rmSync(join(first.directory, name));
    first.notes.keeping.secure(noteOf('n1'), live);
    await eventually(() => readdirSync(join(unfinished, 'n1'))).toEqual([pieceName(0)]);
    await first.close();
    const again = await openDesk(gateway, first);
    await eventually(() => gateway.connector.notes.map(({ note }) => note.id)).toEqual(['n1']);
    expect(readdirSync(unfinished)).toEqual([]);
    expect(again.told).toEqual([]);
  });

  it('says so where that is damaged, and keeps what came before', async () => {
    const gateway = await testGateway();
    const first = await openDesk(gateway);
    const folder = (id: string): string => join(first.directory, 'unfinished', id);
    for (const id of ['n1', 'n2'])
      for (const [index, slice] of slicesOf(liveNote('voice', 3)).entries()) {
        first.notes.keeping.secure(noteOf(id), slice);
        await eventually(() => readdirSync(folder(id)).length).toBe(index + 1);
      }
    await first.close();
    flip(join(folder('n1'), pieceName(3)));
    flip(join(folder('n2'), pieceName(0)));
    const again = await openDesk(gateway, first);
    expect(again.told).toEqual(['note-damaged', 'note-damaged']);
    expect(await again.notes.keeping.drafts()).toMatchObject({ ok: true, value: [{ noteId: 'n1' }] });
    expect(readdirSync(join(first.directory, 'unfinished'))).toEqual([]);
  });
});
