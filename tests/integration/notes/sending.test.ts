import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { systemClock } from '../../../src/gateway/platform/clock.ts';
import { memorySecrets } from '../../fakes/memory-secrets.ts';
import { testGateway } from '../gateway/support/gateway.ts';
import { eventually } from '../gateway-link/support.ts';
import { type Desk, openDesk } from './support/desk.ts';
import { liveNote } from './support/media.ts';

const hour = 3_600_000;

const draftOf = (noteId: string) => ({
  noteId,
  callId: 'wacid.out.1',
  contactId: 'anna',
  kind: 'voice' as const,
  mimeType: 'audio/webm;codecs=opus',
  live: liveNote('voice', 2),
  peaks: 'AcgD',
});

async function keptDraft(desk: Desk, contactId = 'anna'): Promise<string> {
  const noteId = randomUUID();
  const kept = await desk.notes.keeping.keepDraft({ ...draftOf(noteId), contactId });
  if (!kept.ok) throw new Error(JSON.stringify(kept.error));
  expect(Math.abs(kept.value.durationMs - 2_000)).toBeLessThan(150);
  return noteId;
}

describe('a note that is left', () => {
  it('can be listened to as a draft, and arrives once it is sent, with its progress and its status', async () => {
    const gateway = await testGateway();
    const desk = await openDesk(gateway);
    const id = await keptDraft(desk);
    expect(await desk.notes.open(id)).toMatchObject({ ok: true, value: { url: `app://ui/notes/${id}` } });
    expect(gateway.connector.notes).toEqual([]);
    expect(await desk.notes.keeping.send(id)).toEqual(ok(null));
    await eventually(() => gateway.connector.notes.length).toBe(1);
    const [arrived] = gateway.connector.notes;
    expect(arrived?.note).toMatchObject({ id, callId: 'wacid.out.1', peaks: 'AcgD', direction: 'out' });
    const opened = await desk.notes.media(id);
    expect(Buffer.from(arrived?.media ?? []).equals(Buffer.from(opened?.bytes ?? []))).toBe(true);
    expect(desk.pushed.at(-1)).toEqual({
      name: 'noteProgress',
      value: { noteId: id, sent: arrived?.note.bytes, total: arrived?.note.bytes },
    });
    await eventually(async () => (await desk.ledger.noteKept(id)).ok).toBe(true);
    await eventually(async () => (await desk.timeline('anna'))[0]).toMatchObject({ id, status: 'sent' });
    gateway.connector.events.noteStatus(id, 'played', Date.now());
    await eventually(async () => (await desk.timeline('anna'))[0]).toMatchObject({ id, status: 'played' });
  });

  it('survives a cut wire and the end of the app, and is sent exactly once', async () => {
    const gateway = await testGateway();
    const first = await openDesk(gateway);
    first.wire.mode('refuse');
    first.wire.cut();
    const id = await keptDraft(first);
    expect(await first.notes.keeping.send(id)).toEqual(ok(null));
    await eventually(async () => (await first.timeline('anna'))[0]).toMatchObject({ id, status: 'sending' });
    await first.close();
    const second = await openDesk(gateway, first);
    await eventually(() => gateway.connector.notes.length).toBe(1);
    await eventually(async () => (await second.timeline('anna'))[0]).toMatchObject({ id, status: 'sent' });
    expect(await second.notes.keeping.send(id)).toEqual(ok(null));
    await second.notes.flush();
    await second.close();
    const third = await openDesk(gateway, first);
    await third.notes.flush();
    expect(gateway.connector.notes).toHaveLength(1);
  });

  it('arrives over a wire that is cut in the middle again and again', async () => {
    const gateway = await testGateway();
    const desk = await openDesk(gateway);
    const ids = await Promise.all([keptDraft(desk), keptDraft(desk), keptDraft(desk)]);
    desk.wire.cutAfter(4_000);
    for (const id of ids) await desk.notes.keeping.send(id);
    for (const bytes of [9_000, 300, 20_000]) {
      await desk.connected();
      desk.wire.cutAfter(bytes);
      await desk.notes.flush();
    }
    await desk.connected();
    await eventually(async () => {
      await desk.notes.flush();
      return gateway.connector.notes.length;
    }).toBe(3);
    expect(gateway.connector.notes.map(({ note }) => note.id).toSorted()).toEqual(ids.toSorted());
  });

  it('that the gateway will not have stands as not sent, can be tried again, and thrown away', async () => {
    const gateway = await testGateway();
    const desk = await openDesk(gateway);
    const windowEnds = (serviceWindowUntil: number): void =>
      gateway.connector.events.contact({ contact: { id: 'lena', name: 'Lena', phone: null }, serviceWindowUntil });
    windowEnds(1);
    const id = await keptDraft(desk, 'lena');
    await desk.notes.keeping.send(id);
    await eventually(() => desk.told).toEqual(['message-window-closed']);
    await eventually(async () => (await desk.timeline('lena'))[0]).toMatchObject({ id, status: 'failed' });
    windowEnds(9_999_999_999_999);
    await desk.notes.keeping.send(id);
    await eventually(async () => (await desk.timeline('lena'))[0]).toMatchObject({ id, status: 'sent' });
    expect(await desk.notes.keeping.discard(id)).toEqual(ok(null));
    expect(await desk.timeline('lena')).toHaveLength(1);

    const stranger = randomUUID();
    await desk.notes.keeping.keepDraft({ ...draftOf(stranger), contactId: 'nobody' });
    await desk.notes.keeping.send(stranger);
    await eventually(() => desk.told.at(-1)).toBe('note-failed');
    expect(await desk.notes.keeping.discard(stranger)).toEqual(ok(null));
    expect(await desk.timeline('nobody')).toEqual([]);
    expect(desk.changes.at(-1)?.timeline).toEqual([
      { contactId: 'nobody', entries: [], gone: [{ entry: 'note', id: stranger }] },
    ]);
    expect(desk.pushed.filter(({ name }) => name === 'reset')).toEqual([]);
    expect(await desk.notes.keeping.send(stranger)).toMatchObject(fail('gone'));
  });

  it('that the provider does not take after all stands as not sent, goes when it is sent again, or is thrown away everywhere', async () => {
    const gateway = await testGateway();
    const desk = await openDesk(gateway);
    const stands = () => desk.timeline('anna').then((notes) => notes.map(({ status, failure }) => [status, failure]));
    gateway.connector.onSendNote = async () => fail('rejected');
    const id = await keptDraft(desk);
    await desk.notes.keeping.send(id);
    await eventually(stands).toEqual([['failed', 'rejected']]);
    desk.wire.mode('refuse');
    desk.wire.cut();
    gateway.connector.onSendNote = async () => ok(null);
    expect(await desk.notes.keeping.send(id)).toEqual(ok(null));
    await eventually(stands).toEqual([['sending', undefined]]);
    desk.wire.mode('pass');
    await eventually(stands).toEqual([['sent', undefined]]);
    expect(await desk.notes.keeping.discard(id)).toEqual(ok(null));
    expect(gateway.connector.notes).toHaveLength(2);

    gateway.connector.onSendNote = async () => fail('rejected');
    const other = await keptDraft(desk);
    await desk.notes.keeping.send(other);
    await eventually(async () => (await stands()).at(-1)).toEqual(['failed', 'rejected']);
    const colleague = await openDesk(gateway);
    await eventually(async () => (await colleague.timeline('anna')).length).toBe(2);
    gateway.connector.onSendNote = async () => ok(null);
    expect(await colleague.notes.keeping.send(other), 'by whoever sees it').toEqual(ok(null));
    await eventually(async () => (await stands()).at(-1)).toEqual(['sent', undefined]);

    gateway.connector.onSendNote = async () => fail('rejected');
    const unwanted = await keptDraft(desk);
    await desk.notes.keeping.send(unwanted);
    await eventually(async () => (await stands()).at(-1)).toEqual(['failed', 'rejected']);
    expect(await desk.notes.keeping.discard(unwanted)).toEqual(ok(null));
    for (const each of [desk, colleague])
      await eventually(async () => (await each.timeline('anna')).map((note) => note.id)).toEqual([id, other]);
    expect(await desk.notes.open(unwanted)).toMatchObject({ error: { code: 'gone' } });
    expect(await desk.notes.keeping.send(unwanted)).toMatchObject(fail('gone'));
  });

  it('that the provider, and then the gateway refuses is told of each time once, and thrown away everywhere', async () => {
    let aheadMs = 0;
    const gateway = await testGateway({ clock: { ...systemClock, now: () => Date.now() + aheadMs } });
    const desk = await openDesk(gateway);
    const colleague = await openDesk(gateway);
    gateway.connector.events.contact({
      contact: { id: 'lena', name: 'Lena', phone: null },
      serviceWindowUntil: Date.now() + hour,
    });
    const stands = () => desk.timeline('lena').then((notes) => notes.map(({ status, failure }) => [status, failure]));
    gateway.connector.onSendNote = async () => fail('rejected');
    const id = await keptDraft(desk, 'lena');
    await desk.notes.keeping.send(id);
    await eventually(stands).toEqual([['failed', 'rejected']]);
    await eventually(() => desk.told).toEqual(['note-failed']);
    const [failed] = await desk.timeline('lena');
    if (failed !== undefined) await desk.notes.told({ ...failed, flaw: 'gone' });
    expect(desk.told).toEqual(['note-failed']);
    aheadMs = hour;
    await desk.notes.keeping.send(id);
    await eventually(stands).toEqual([['failed', 'window-closed']]);
    expect(desk.told).toEqual(['note-failed', 'message-window-closed']);
    expect(await desk.notes.keeping.discard(id)).toEqual(ok(null));
    for (const each of [desk, colleague]) await eventually(() => each.timeline('lena')).toEqual([]);
    expect(await desk.notes.keeping.send(id)).toMatchObject(fail('gone'));
  });

  it('goes when it is sent again where only the gateway has the media; where a colleague throws it away nothing stays here', async () => {
    const gateway = await testGateway();
    const desk = await openDesk(gateway);
    const files = () =>
      readdirSync(desk.directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.age'));
    const stands = () => desk.timeline('anna').then((notes) => notes.map(({ status }) => status));
    gateway.connector.onSendNote = async () => fail('rejected');
    const id = await keptDraft(desk);
    await desk.notes.keeping.send(id);
    await eventually(stands).toEqual(['failed']);
    for (const name of files()) rmSync(join(desk.directory, name));
    gateway.connector.onSendNote = async () => ok(null);
    await desk.notes.keeping.send(id);
    await eventually(stands).toEqual(['sent']);

    gateway.connector.onSendNote = async () => fail('rejected');
    await desk.notes.keeping.send(await keptDraft(desk));
    await eventually(stands).toEqual(['sent', 'failed']);
    expect(files()).toHaveLength(1);
    const colleague = await openDesk(gateway);
    const unwanted = (await colleague.timeline('anna')).find(({ status }) => status === 'failed');
    expect(await colleague.notes.keeping.discard(unwanted?.id ?? '')).toEqual(ok(null));
    await eventually(stands).toEqual(['sent']);
    await eventually(files).toEqual([]);
  });

  it('leaves nothing behind where it is thrown away as a draft; one that the app left behind is a draft again', async () => {
    const gateway = await testGateway();
    const desk = await openDesk(gateway);
    const thrown = await keptDraft(desk);
    const left = await keptDraft(desk);
    await desk.notes.keeping.discard(thrown);
    expect(
      readdirSync(desk.directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('age')),
    ).toHaveLength(1);
    expect(await desk.notes.open(thrown)).toMatchObject({ error: { code: 'gone' } });
    expect(await desk.notes.keeping.keepDraft({ ...draftOf(randomUUID()), live: new Uint8Array(9) })).toMatchObject({
      error: { code: 'media' },
    });
    await desk.close();
    const again = await openDesk(gateway, desk);
    expect(await again.timeline('anna')).toEqual([]);
    const drafts = await again.notes.keeping.drafts();
    expect(drafts).toMatchObject({ ok: true, value: [{ noteId: left, callId: 'wacid.out.1', peaks: 'AcgD' }] });
    expect(await again.notes.open(left)).toMatchObject({ ok: true, value: { mimeType: 'audio/webm;codecs=opus' } });
    await again.notes.keeping.send(left);
    expect(await again.notes.keeping.drafts()).toEqual(ok([]));
    await eventually(() => gateway.connector.notes.map(({ note }) => note.id)).toEqual([left]);
  });

  it('is kept in memory without a keyring, which the agent is told; ending the app loses it, which shows', async () => {
    const gateway = await testGateway();
    const secrets = memorySecrets();
    secrets.keyring = 'none';
    const desk = await openDesk(gateway, { secrets });
    const sent = await keptDraft(desk);
    expect(desk.told).toEqual(['note-in-memory']);
    await desk.notes.keeping.send(sent);
    await eventually(() => gateway.connector.notes.length).toBe(1);
    await eventually(() => desk.told).toEqual([]);
    const thrown = await keptDraft(desk);
    expect(desk.told).toEqual(['note-in-memory']);
    await desk.notes.keeping.discard(thrown);
    expect(desk.told).toEqual([]);
    desk.wire.mode('refuse');
    desk.wire.cut();
    const unsent = await keptDraft(desk);
    const lost = await keptDraft(desk);
    await desk.notes.keeping.send(lost);
    await desk.close();
    const again = await openDesk(gateway, { ...desk, secrets });
    await eventually(() => again.told).toEqual(['note-failed']);
    expect(await again.notes.keeping.drafts()).toEqual(ok([]));
    expect(await again.ledger.noteKept(unsent)).toMatchObject({ ok: true, value: { state: 'discarded' } });
    await eventually(async () => (await again.timeline('anna')).find(({ id }) => id === lost)).toMatchObject({
      status: 'failed',
    });
  });
});
