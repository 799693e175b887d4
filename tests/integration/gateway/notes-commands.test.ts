import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Note } from '../../../src/shared/contracts/note.ts';
import { fail, ok } from '../../../src/shared/result.ts';
import { fakeConnector, testWorkspace } from '../../fakes/gateway-connector.ts';
import { notesInFolder as inFolder } from '../../fakes/gateway-notes.ts';
import { eventually } from './support/eventually.ts';
import { type TestGateway, temporaryFolder, testGateway } from './support/gateway.ts';
import { draftOf, get, mediaOf, openUpload, put } from './support/notes.ts';
import { desktop, readyDesktop, type TestDesktop } from './support/sockets.ts';

const media = mediaOf('what an agent says, ');

/** Every stage of a note that a desktop was told of, in order. */
const stagesOf = (client: TestDesktop, id: string): readonly Note[] =>
  client
    .of('events')
    .flatMap(({ events }) => events)
    .flatMap(({ event }) => (event.type === 'note' && event.note.id === id ? [event.note] : []));

const statusesOf = (client: TestDesktop, id: string): readonly string[] =>
  stagesOf(client, id).map(({ status }) => status);

async function setUp(over: Parameters<typeof testGateway>[0] = {}) {
  const gateway = await testGateway(over);
  const anna = await readyDesktop(gateway, 'anna');
  const bruno = await readyDesktop(gateway, 'bruno');
  return { gateway, anna, bruno };
}

async function sent(gateway: TestGateway, client: TestDesktop, over: Parameters<typeof draftOf>[1] = {}) {
  const note = draftOf(media, over);
  await put(gateway, note.id, media);
  const reply = await client.command({ do: 'note.send', note });
  return { note, error: reply.error };
}

describe('a note of an agent', () => {
  it('goes to the contact with its media, and every desktop sees how far it is', async () => {
    const { gateway, anna, bruno } = await setUp();
    const { note, error } = await sent(gateway, anna);
    expect(error).toBeNull();
    await eventually(() => expect(statusesOf(bruno, note.id)).toEqual(['sending', 'sent']));
    expect(gateway.connector.notes).toMatchObject([{ note: { id: note.id, agent: 'Agent anna', direction: 'out' } }]);
    expect(Buffer.from(gateway.connector.notes[0]?.media ?? []).equals(media)).toBe(true);
    gateway.connector.events.noteStatus(note.id, 'played', Date.now());
    gateway.connector.events.noteStatus(note.id, 'delivered', Date.now());
    await eventually(() =>
      expect(stagesOf(bruno, note.id).at(-1)).toMatchObject({
        status: 'played',
        playedAt: expect.any(Number),
        playedBy: null,
      }),
    );
    expect(statusesOf(bruno, note.id)).toEqual(['sending', 'sent', 'played']);
  });

  it('that the provider does not take says why, is tried again where it is sent again, and can be thrown away for everybody', async () => {
    const { gateway, anna, bruno } = await setUp();
    gateway.connector.onSendNote = async () => fail('rejected', 'blocked');
    const { note } = await sent(gateway, anna);
    await eventually(() =>
      expect(stagesOf(bruno, note.id).at(-1)).toMatchObject({ status: 'failed', failure: 'rejected' }),
    );
    const { error } = await bruno.command({ do: 'note.send', note: { ...note, sha256: 'f'.repeat(64) } });
    expect(error?.code, 'another note').toBe('invalid');

    gateway.connector.onSendNote = async () => ok(null);
    const again = await Promise.all([anna, bruno].map((client) => client.command({ do: 'note.send', note })));
    expect(again.map((reply) => reply.error)).toEqual([null, null]);
    await eventually(() => expect(statusesOf(bruno, note.id)).toEqual(['sending', 'failed', 'sending', 'sent']));
    expect(stagesOf(bruno, note.id).at(-1)?.failure).toBeUndefined();
    expect(gateway.connector.notes, 'once for each time that somebody wanted it').toHaveLength(2);
    expect((await anna.command({ do: 'note.discard', id: note.id })).error?.code, 'the contact has it').toBe('invalid');

    gateway.connector.onSendNote = async () => fail('rejected');
    const { note: other } = await sent(gateway, anna);
    await eventually(() => expect(statusesOf(bruno, other.id)).toEqual(['sending', 'failed']));
    for (const client of [bruno, anna])
      expect((await client.command({ do: 'note.discard', id: other.id })).error).toBeNull();
    const told = anna.of('events').flatMap(({ events }) => events.map(({ event }) => event));
    expect(told.filter(({ type }) => type === 'note.gone')).toEqual([
      { type: 'note.gone', noteId: other.id, contactId: 'anna' },
    ]);
    expect((await get(gateway, other.id)).status).toBe(404);
    expect(gateway.store.note(other.id)).toBeNull();
  });

  it.each([
    ['too long', { durationMs: 62_000 }, 'invalid'],
    ['of an unknown codec', { mimeType: 'audio/mp4' }, 'invalid'],
    ['with another hash than its media', { sha256: '0'.repeat(64) }, 'invalid'],
    ['for nobody', { contactId: 'nobody' }, 'not-found'],
  ] as const)('is refused where it is %s', async (_, over, code) => {
    const { gateway, anna } = await setUp();
    expect((await sent(gateway, anna, over)).error).toMatchObject({ code });
    expect(gateway.connector.notes).toEqual([]);
  });

  it('is refused without media, and taken once that is there', async () => {
    const { gateway, anna } = await setUp();
    const note = draftOf(media);
    expect((await anna.command({ do: 'note.send', note })).error).toMatchObject({ code: 'gone' });
    await put(gateway, note.id, media);
    expect((await anna.command({ do: 'note.send', note })).error).toBeNull();
  });

  it('is refused where the provider takes none of its kind', async () => {
    const { gateway, anna } = await setUp();
    gateway.connector.events.workspace({ ...testWorkspace, video: false });
    expect((await sent(gateway, anna, { kind: 'video' })).error).toMatchObject({ code: 'unsupported' });
    gateway.connector.events.workspace({ ...testWorkspace, notes: false });
    expect((await sent(gateway, anna)).error).toMatchObject({ code: 'unsupported' });
  });

  it('is refused while the service window is closed', async () => {
    const connector = fakeConnector([]);
    const { gateway, anna } = await setUp({ connector });
    connector.events.contact({ contact: { id: 'lena', name: 'Lena', phone: null }, serviceWindowUntil: null });
    await eventually(() => expect(gateway.store.contact('lena')).not.toBeNull());
    expect((await sent(gateway, anna, { contactId: 'lena' })).error).toMatchObject({ code: 'window-closed' });
  });

  it('that the provider does not take has failed', async () => {
    const { gateway, anna } = await setUp();
    gateway.connector.onSendNote = async () => fail('rejected', 'no');
    const { note } = await sent(gateway, anna);
    await eventually(() => expect(statusesOf(anna, note.id)).toEqual(['sending', 'failed']));
  });

  it('with an id that belongs to another note is refused', async () => {
    const { gateway, anna } = await setUp();
    const { note } = await sent(gateway, anna);
    const other = await anna.command({ do: 'note.send', note: { ...note, callId: 'call-2' } });
    expect(other.error).toMatchObject({ code: 'invalid' });
  });

  it('handed over before the gateway ended is sent afterwards', async () => {
    const directory = temporaryFolder();
    const notes = inFolder(directory);
    const first = await testGateway({ directory, notes });
    const note = draftOf(media);
    expect((await put(first, note.id, media)).status).toBe(201);
    await first.end();
    const second = await testGateway({ directory, notes });
    const client = await readyDesktop(second, 'anna');
    expect((await client.command({ do: 'note.send', note })).error).toBeNull();
    await eventually(() => expect(second.connector.notes).toHaveLength(1));
    expect(Buffer.from(second.connector.notes[0]?.media ?? []).equals(media)).toBe(true);
  });

  it('that was on its way when the gateway ended goes out afterwards', async () => {
    const directory = temporaryFolder();
    const notes = inFolder(directory);
    const stuck = fakeConnector();
    stuck.onSendNote = () => new Promise(() => {});
    const first = await testGateway({ directory, notes, connector: stuck });
    const { note } = await sent(first, await readyDesktop(first, 'anna'));
    await eventually(() => expect(stuck.notes).toHaveLength(1));
    await first.end();
    const second = await testGateway({ directory, notes });
    await eventually(() => expect(second.store.note(note.id)?.status).toBe('sent'));
    expect(second.connector.notes).toHaveLength(1);
  });
});

describe('sent exactly once', () => {
  it('whatever is cut and repeated', { timeout: 120_000 }, async () => {
    const directory = temporaryFolder();
    const notes = inFolder(directory);
    const delivered = new Map<string, number>();
    const connector = () => {
      const made = fakeConnector();
      made.onSendNote = async ({ id }) => {
        delivered.set(id, (delivered.get(id) ?? 0) + 1);
        return ok(null);
      };
      return made;
    };
    let gateway = await testGateway({ directory, notes, connector: connector() });
    const step = fc.oneof(
      fc.record({ do: fc.constant('cut upload' as const), at: fc.integer({ min: 0, max: media.length }) }),
      fc.record({ do: fc.constantFrom('upload' as const, 'send' as const, 'send twice' as const, 'restart' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 7 }), async (steps) => {
        const note = draftOf(media, { id: randomUUID() });
        const send = async () => {
          const client = await desktop(gateway, 'anna');
          const { error } = await client.command({ do: 'note.send', note }, randomUUID());
          client.cut();
          return error;
        };
        for (const one of steps) {
          if (one.do === 'cut upload') {
            const socket = await openUpload(gateway, note.id, media);
            await new Promise<void>((resolve) => socket.write(media.subarray(0, one.at), () => resolve()));
            socket.destroy();
          } else if (one.do === 'upload') expect([200, 201]).toContain((await put(gateway, note.id, media)).status);
          else if (one.do === 'send') await send();
          else if (one.do === 'send twice') await Promise.all([send(), send()]);
          else {
            await gateway.end();
            gateway = await testGateway({ directory, notes, connector: connector() });
          }
        }
        // What an outbox does in the end.
        expect([200, 201]).toContain((await put(gateway, note.id, media)).status);
        expect(await send()).toBeNull();
        await eventually(() => expect(gateway.store.note(note.id)?.status).toBe('sent'));
        expect(delivered.get(note.id)).toBe(1);
        expect((await get(gateway, note.id)).body.equals(media)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});
