import { beforeAll, describe, expect, it } from 'vitest';
import type { LeftNote } from '../../../src/gateway/connectors/connector.ts';
import { tone } from '../../../src/gateway/connectors/sandbox/media/tone.ts';
import { spoil } from '../../../src/gateway/connectors/sandbox/notes/spoil.ts';
import { encodeVoice } from '../../../src/gateway/connectors/sandbox/notes/voice.ts';
import type { FollowUp } from '../../../src/shared/contracts/follow-up.ts';
import { notesInFolder } from '../../fakes/gateway-notes.ts';
import { eventually } from './support/eventually.ts';
import { type TestGateway, temporaryFolder, testGateway } from './support/gateway.ts';
import { draftOf, get, mediaOf, put, sha256 } from './support/notes.ts';
import { readyDesktop } from './support/sockets.ts';

const left = (over: Partial<LeftNote> = {}): LeftNote => ({
  id: 'wamid.HBgM',
  contactId: 'anna',
  callId: 'call-1',
  kind: 'voice',
  at: 1_000,
  durationMs: null,
  mimeType: 'audio/webm; codecs=opus',
  sha256: null,
  peaks: null,
  transcript: null,
  ...over,
});

let voice: Buffer;
beforeAll(async () => {
  voice = Buffer.from((await encodeVoice({ frames: tone(440) }, 2_000)).bytes);
});

const missedCall = (
  gateway: TestGateway,
  callId: string,
  at: number,
  type: 'missed-call' | 'answered-call' = 'missed-call',
) =>
  gateway.connector.events.contactEvent({
    id: `${callId}/${type}`,
    contactId: 'anna',
    type,
    at,
    callId,
    kind: 'voice',
    durationMs: null,
    agent: null,
  });
const followUp = (gateway: TestGateway, id: string): FollowUp | null => {
  const state = gateway.store.state(`follow-up/${id}`);
  return state?.type === 'follow-up' ? state.followUp : null;
};

describe('a note of a contact', () => {
  it('is described by what its media is, told to every desktop, and can be fetched', async () => {
    const gateway = await testGateway();
    const client = await readyDesktop(gateway, 'bruno');
    const transcript = { text: 'Hello.', language: 'en', segments: [{ fromMs: 0, text: 'Hello.' }] };
    const kept = await gateway.connector.events.note(left({ transcript, sha256: sha256(voice) }), voice);
    expect(kept).toEqual({ ok: true, value: null });
    const told = await eventually(() => {
      const [note] = client
        .of('events')
        .flatMap(({ events }) => events.flatMap(({ event }) => (event.type === 'note' ? [event.note] : [])));
      if (note === undefined) throw new Error('not told yet');
      return note;
    });
    expect(told).toEqual({
      id: 'wamid.HBgM',
      contactId: 'anna',
      callId: 'call-1',
      kind: 'voice',
      durationMs: 2_000,
      bytes: voice.length,
      sha256: sha256(voice),
      mimeType: 'audio/webm;codecs=opus',
      peaks: null,
      direction: 'in',
      at: 1_000,
      status: 'delivered',
      playedAt: null,
      playedBy: null,
      agent: null,
      transcript: { ...transcript, origin: 'provider' },
      flaw: null,
    });
    expect((await get(gateway, told.id)).body.equals(voice)).toBe(true);
  });

  it('is kept once, however often it is told', async () => {
    const gateway = await testGateway();
    const { events } = gateway.connector;
    await Promise.all([events.note(left(), voice), events.note(left(), voice), events.note(left(), voice)]);
    const { cursor } = { cursor: gateway.store.cursor() };
    expect(await events.note(left({ at: 7 }), voice)).toMatchObject({ ok: true });
    expect(gateway.store.cursor()).toBe(cursor);
    expect(gateway.store.note('wamid.HBgM')?.at).toBe(1_000);
  });

  it('of somebody unknown, for an unknown call, is kept all the same', async () => {
    const gateway = await testGateway();
    await gateway.connector.events.note(left({ contactId: 'stranger', callId: 'Ünknown call' }), voice);
    expect(gateway.store.note('wamid.HBgM')).toMatchObject({ contactId: 'stranger', callId: 'unknown', flaw: null });
    expect(gateway.store.contact('stranger')).toMatchObject({ contact: { name: 'stranger' } });
  });

  it.each([
    ['truncated', {}, 'damaged'],
    ['not-media', {}, 'unsupported'],
    ['unknown-codec', {}, 'unsupported'],
    ['altered', {}, 'damaged'],
  ] as const)('that is %s is kept with its flaw', async (spoilt, _, flaw) => {
    const gateway = await testGateway();
    const spoiled = spoil(voice, spoilt);
    const kept = await gateway.connector.events.note(
      left({ sha256: spoilt === 'altered' ? sha256(voice) : null }),
      spoiled,
    );
    expect(kept.ok).toBe(true);
    expect(gateway.store.note('wamid.HBgM')?.flaw).toBe(flaw);
    expect((await get(gateway, 'wamid.HBgM')).body.equals(Buffer.from(spoiled))).toBe(true);
  });

  it('that is too long, shorter than it was said to be, or nothing at all says so', async () => {
    const gateway = await testGateway();
    const long = (await encodeVoice({ frames: tone(440) }, 62_000)).bytes;
    await gateway.connector.events.note(left({ id: 'long' }), long);
    await gateway.connector.events.note(left({ id: 'short', durationMs: 9_000 }), voice);
    await gateway.connector.events.note(left({ id: 'empty' }), Buffer.alloc(0));
    const flaws = ['long', 'short', 'empty'].map((id) => gateway.store.note(id)?.flaw);
    expect(flaws).toEqual(['too-long', 'damaged', 'damaged']);
  });

  it('without media is told as gone, and whole once its media comes', async () => {
    const gateway = await testGateway();
    await gateway.connector.events.note(left({ durationMs: 2_000 }), null);
    expect(gateway.store.note('wamid.HBgM')).toMatchObject({ flaw: 'gone', durationMs: 2_000 });
    await gateway.connector.events.note(left(), voice);
    expect(gateway.store.note('wamid.HBgM')).toMatchObject({ flaw: null, sha256: sha256(voice) });
    expect((await get(gateway, 'wamid.HBgM')).status).toBe(200);
  });

  it('takes the place of an upload that nobody named, and none of a note of ours', async () => {
    const gateway = await testGateway();
    await put(gateway, 'wamid.HBgM', mediaOf('squatting'));
    await gateway.connector.events.note(left(), voice);
    expect((await get(gateway, 'wamid.HBgM')).body.equals(voice)).toBe(true);
    const client = await readyDesktop(gateway, 'anna');
    const ours = mediaOf('ours');
    const note = draftOf(ours);
    await put(gateway, note.id, ours);
    await client.command({ do: 'note.send', note });
    await gateway.connector.events.note(left({ id: note.id }), voice);
    expect(gateway.store.note(note.id)).toMatchObject({ direction: 'out', sha256: sha256(ours) });
  });

  it('is played once: the first agent counts, every desktop and the provider are told', async () => {
    const gateway = await testGateway();
    await gateway.connector.events.note(left(), voice);
    const [anna, bruno] = [await readyDesktop(gateway, 'anna'), await readyDesktop(gateway, 'bruno')];
    const command = { do: 'note.played', id: 'wamid.HBgM' } as const;
    expect((await anna.command(command)).error).toBeNull();
    expect((await bruno.command(command)).error).toBeNull();
    expect((await anna.command(command)).error).toBeNull();
    await eventually(() =>
      expect(bruno.of('events').flatMap(({ events }) => events.map(({ event }) => event))).toMatchObject([
        { type: 'note', note: { status: 'played', playedBy: 'Agent anna', playedAt: expect.any(Number) } },
      ]),
    );
    expect(gateway.connector.played.map(({ id }) => id)).toEqual(['wamid.HBgM']);
    expect((await anna.command({ do: 'note.played', id: 'nothing' })).error).toMatchObject({ code: 'not-found' });
  });

  it('of ours is played by nobody here', async () => {
    const gateway = await testGateway();
    const client = await readyDesktop(gateway, 'anna');
    const ours = mediaOf('ours');
    const note = draftOf(ours);
    await put(gateway, note.id, ours);
    await client.command({ do: 'note.send', note });
    expect((await client.command({ do: 'note.played', id: note.id })).error).toMatchObject({ code: 'invalid' });
  });
});

describe('a follow-up', () => {
  it('shows what the contact left, first what nobody has played', async () => {
    const gateway = await testGateway();
    const client = await readyDesktop(gateway, 'anna');
    missedCall(gateway, 'call-1', 1_000);
    await gateway.connector.events.note(left({ id: 'n1', at: 2_000 }), voice);
    expect(followUp(gateway, 'call-1')).toMatchObject({
      lastAt: 2_000,
      times: 1,
      left: { id: 'n1', kind: 'voice', durationMs: 2_000 },
    });
    await gateway.connector.events.note(left({ id: 'n2', at: 3_000 }), voice);
    expect(followUp(gateway, 'call-1')).toMatchObject({ lastAt: 3_000, left: { id: 'n2' } });
    await client.command({ do: 'note.played', id: 'n2' });
    expect(followUp(gateway, 'call-1')?.left?.id).toBe('n1');
    await client.command({ do: 'note.played', id: 'n1' });
    expect(followUp(gateway, 'call-1')).toMatchObject({ lastAt: 3_000, left: { id: 'n2' }, done: null });
  });

  it('finds the note that came before the call was known', async () => {
    const gateway = await testGateway();
    await gateway.connector.events.note(left({ id: 'n1', at: 900 }), voice);
    missedCall(gateway, 'call-1', 1_000);
    await eventually(() => expect(followUp(gateway, 'call-1')).toMatchObject({ lastAt: 1_000, left: { id: 'n1' } }));
  });

  it('that is done stays so', async () => {
    const gateway = await testGateway();
    missedCall(gateway, 'call-1', 1_000);
    missedCall(gateway, 'call-2', 1_500, 'answered-call');
    await gateway.connector.events.note(left({ id: 'n1', at: 2_000 }), voice);
    expect(followUp(gateway, 'call-1')).toMatchObject({ note: null, done: { how: 'answered' }, lastAt: 1_000 });
  });
});

describe('a snapshot', () => {
  it('has the notes after a restart, and the media that lasts', async () => {
    const directory = temporaryFolder();
    const notes = notesInFolder(directory);
    const first = await testGateway({ directory, notes });
    await first.connector.events.note(left(), voice);
    await first.end();
    const second = await testGateway({ directory, notes });
    const client = await readyDesktop(second, 'anna');
    const states = client.of('snapshot.part').flatMap((part) => part.states);
    expect(states).toContainEqual(
      expect.objectContaining({ type: 'note', note: expect.objectContaining({ id: 'wamid.HBgM' }) }),
    );
    expect((await get(second, 'wamid.HBgM')).body.equals(voice)).toBe(true);
  });

  it('tells that media is gone which was in memory only', async () => {
    const directory = temporaryFolder();
    const first = await testGateway({ directory });
    await first.connector.events.note(left(), voice);
    await first.end();
    const second = await testGateway({ directory });
    expect((await get(second, 'wamid.HBgM')).status).toBe(404);
    await eventually(() => expect(second.store.note('wamid.HBgM')?.flaw).toBe('gone'));
  });
});
