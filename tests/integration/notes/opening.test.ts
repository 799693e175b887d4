import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ok } from '#shared/result.ts';
import type { LeftNote } from '../../../src/gateway/connectors/connector.ts';
import { memorySecrets } from '../../fakes/memory-secrets.ts';
import { type TestGateway, testGateway } from '../gateway/support/gateway.ts';
import { eventually } from '../gateway-link/support.ts';
import { unwrap } from '../store/support/stores.ts';
import { type Desk, openDesk } from './support/desk.ts';
import { expectedOf, oggNote, voiceNote } from './support/media.ts';

const leftBy = (id: string, over: Partial<LeftNote> = {}): LeftNote => ({
  id,
  contactId: 'anna',
  callId: 'wacid.in.1',
  kind: 'voice',
  at: Date.now(),
  durationMs: null,
  mimeType: null,
  sha256: null,
  peaks: null,
  transcript: null,
  ...over,
});

async function left(gateway: TestGateway, desk: Desk, id: string, media: Uint8Array | null, over?: Partial<LeftNote>) {
  expect(await gateway.connector.events.note(leftBy(id, over), media)).toEqual(ok(null));
  await eventually(async () => (await desk.timeline('anna')).some((note) => note.id === id)).toBe(true);
}

const agePaths = (desk: Desk): string[] => {
  try {
    return readdirSync(desk.directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.age'));
  } catch {
    return [];
  }
};

describe('a note that a contact left', () => {
  it('is fetched when it is opened, kept encrypted, and then opens without a wire', async () => {
    const gateway = await testGateway();
    const desk = await openDesk(gateway);
    const media = oggNote(4);
    await left(gateway, desk, 'n1', media);
    expect(agePaths(desk)).toEqual([]);
    const opened = await desk.notes.open('n1');
    expect(opened).toMatchObject({ ok: true, value: { url: 'app://ui/notes/n1', mimeType: 'audio/ogg;codecs=opus' } });
    expect(Buffer.from((await desk.notes.media('n1'))?.bytes ?? []).equals(media)).toBe(true);
    await eventually(desk.notes.storage).toMatchObject({ ok: true, value: { count: 1, keepDays: null } });
    await desk.close();
    await gateway.end();
  });

  it('opens from its copy where the gateway cannot be reached, and says offline where there is none', async () => {
    const gateway = await testGateway();
    const desk = await openDesk(gateway);
    await left(gateway, desk, 'n1', voiceNote(2));
    await left(gateway, desk, 'n2', voiceNote(3));
    await desk.notes.open('n1');
    await eventually(() => agePaths(desk).length).toBe(1);
    desk.wire.mode('refuse');
    desk.wire.cut();
    await desk.close();
    const again = await openDesk(gateway, desk);
    again.wire.mode('refuse');
    again.wire.cut();
    expect(await again.notes.open('n1')).toMatchObject({ ok: true });
    expect(await again.notes.open('n2')).toMatchObject({ error: { code: 'offline' } });
    expect(await again.notes.open('unknown')).toMatchObject({ error: { code: 'gone' } });
  });

  it('whose copy was altered is fetched again, and the copy is whole afterwards', async () => {
    const gateway = await testGateway();
    const first = await openDesk(gateway);
    await left(gateway, first, 'n1', voiceNote(2));
    await first.notes.open('n1');
    await eventually(() => agePaths(first).length).toBe(1);
    await first.close();
    const path = join(first.directory, agePaths(first)[0] ?? '');
    const spoilt = readFileSync(path);
    spoilt[spoilt.length - 30] = (spoilt[spoilt.length - 30] ?? 0) ^ 1;
    writeFileSync(path, spoilt);
    const desk = await openDesk(gateway, first);
    expect(await desk.notes.open('n1')).toMatchObject({ ok: true });
    await eventually(() => readFileSync(path).equals(spoilt)).toBe(false);
    await desk.close();
    const last = await openDesk(gateway, first);
    last.wire.mode('refuse');
    last.wire.cut();
    expect(await last.notes.open('n1')).toMatchObject({ ok: true });
  });

  it('is fetched again, into memory only, where there is no keyring', async () => {
    const gateway = await testGateway();
    const secrets = memorySecrets();
    secrets.keyring = 'none';
    const desk = await openDesk(gateway, { secrets });
    await left(gateway, desk, 'n1', voiceNote(2));
    expect(await desk.notes.open('n1')).toMatchObject({ ok: true });
    expect(agePaths(desk)).toEqual([]);
  });

  it.each([
    ['cut off', voiceNote(6).slice(0, voiceNote(6).length >> 1), { durationMs: 6_000 }, 'damaged'],
    ['no media at all', new Uint8Array(3_000).fill(65), {}, 'unsupported'],
    ['not what its hash says', voiceNote(2), { sha256: 'ab'.repeat(32) }, 'damaged'],
  ] as const)(
    'that is %s has a state of its own, is done with once it was told, and hurts no other',
    async (what, media, over, code) => {
      const gateway = await testGateway();
      const desk = await openDesk(gateway);
      await left(gateway, desk, 'bad', media, over);
      await left(gateway, desk, 'good', voiceNote(2));
      expect([what, await desk.notes.open('bad')]).toMatchObject([what, { error: { code } }]);
      expect(await desk.notes.open('good')).toMatchObject({ ok: true });
      await eventually(async () => (await desk.timeline('anna')).find(({ id }) => id === 'bad')).toMatchObject({
        flaw: code,
        status: 'played',
        playedBy: 'Agent anna',
      });
      expect(unwrap(await desk.cache.counters()).unplayed).toBe(1);
      expect(gateway.connector.played).toEqual([]);
    },
  );

  it('that is longer than allowed is marked, and played all the same', async () => {
    const gateway = await testGateway();
    const desk = await openDesk(gateway);
    await left(gateway, desk, 'long', voiceNote(75));
    expect((await desk.timeline('anna'))[0]).toMatchObject({ flaw: 'too-long' });
    expect(await desk.notes.open('long')).toMatchObject({ ok: true });
  });

  it('is gone where the provider has it no more', async () => {
    const gateway = await testGateway();
    const desk = await openDesk(gateway);
    await left(gateway, desk, 'n1', null, { durationMs: 2_000, sha256: expectedOf(voiceNote(2), 0).sha256 });
    expect(await desk.notes.open('n1')).toMatchObject({ error: { code: 'gone' } });
  });

  it('is played for everybody once it was played here, also where it was played without a wire', async () => {
    const gateway = await testGateway();
    const desk = await openDesk(gateway);
    await left(gateway, desk, 'n1', voiceNote(2));
    await desk.notes.open('n1');
    desk.wire.mode('refuse');
    desk.wire.cut();
    expect(await desk.notes.played('n1')).toEqual(ok(null));
    expect((await desk.timeline('anna'))[0]).toMatchObject({ status: 'played', playedBy: 'Anna' });
    expect(gateway.connector.played).toEqual([]);
    await desk.close();
    const again = await openDesk(gateway, desk);
    await eventually(() => gateway.connector.played.map(({ id }) => id)).toEqual(['n1']);
    await eventually(async () => (await again.cache.untoldPlayed()).ok).toBe(true);
    await eventually(async () => (await again.timeline('anna'))[0]).toMatchObject({ playedBy: 'Agent anna' });
  });
});
