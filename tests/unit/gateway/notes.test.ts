import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Note, NoteStatus, NoteTranscript } from '#shared/contracts/note.ts';
import { createCalling } from '../../../src/gateway/calling/calling.ts';
import { mediaFileName, parseMediaFileName } from '../../../src/gateway/notes/media-file-names.ts';
import { createMemoryVault } from '../../../src/gateway/notes/memory-vault.ts';
import { advance, type NoteChange } from '../../../src/gateway/notes/progress.ts';
import { mayGo } from '../../../src/gateway/notes/retention.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { fakeConnector } from '../../fakes/gateway-connector.ts';
import { recordedLog } from '../../fakes/gateway-log.ts';
import { testNotes } from '../../fakes/gateway-notes.ts';
import { memoryStore, settle } from './support.ts';

const note: Note = {
  id: 'n1',
  contactId: 'anna',
  callId: 'c1',
  kind: 'voice',
  durationMs: 4_000,
  bytes: 10,
  sha256: 'a'.repeat(64),
  mimeType: 'audio/webm;codecs=opus',
  peaks: null,
  direction: 'out',
  at: 100,
  status: 'sending',
  playedAt: null,
  playedBy: null,
  agent: 'Anna',
  transcript: null,
  flaw: null,
};
const transcript = (text: string): NoteTranscript => ({ text, language: null, segments: [], origin: 'provider' });
const rank: Readonly<Record<NoteStatus, number>> = { sending: 0, sent: 1, delivered: 2, played: 3, failed: 4 };

describe('a note', () => {
  const change: fc.Arbitrary<NoteChange> = fc.oneof(
    fc.record({ status: fc.constantFrom<NoteStatus>('sending', 'sent', 'delivered', 'failed') }),
    fc.record({ played: fc.record({ at: fc.nat(), by: fc.constantFrom('Anna', 'Bruno', null) }) }),
    fc.record({ transcript: fc.constantFrom(transcript('one'), transcript('two')) }),
    fc.record({ flaw: fc.constantFrom('damaged' as const, 'gone' as const) }),
  );

  it('only moves forward, keeps its first playing and its first transcript, and repetitions change nothing', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        changes.reduce((before, one) => {
          const after = advance(before, one);
          expect(rank[after.status]).toBeGreaterThanOrEqual(rank[before.status]);
          if (before.status === 'failed' || before.status === 'played') expect(after.status).toBe(before.status);
          if (before.playedAt !== null)
            expect([after.playedAt, after.playedBy]).toEqual([before.playedAt, before.playedBy]);
          expect(after.status === 'played').toBe(after.playedAt !== null);
          if (before.transcript !== null) expect(after.transcript).toBe(before.transcript);
          expect(advance(after, one)).toBe(after);
          return after;
        }, note);
      }),
    );
  });

  it('that the contact has cannot fail any more', () => {
    expect(advance({ ...note, status: 'delivered' }, { status: 'failed' }).status).toBe('delivered');
    expect(advance({ ...note, status: 'sent' }, { status: 'failed' }).status).toBe('failed');
  });
});

describe('a note that failed', () => {
  const failed = advance(note, { status: 'failed', failure: 'timeout' });

  it('stays so, whatever comes late, until it is tried again', () => {
    for (const status of ['sent', 'delivered', 'failed'] as const) expect(advance(failed, { status })).toBe(failed);
    expect(advance(failed, { played: { at: 5, by: null } })).toBe(failed);
    expect(advance(failed, { again: true })).toEqual(note);
  });

  it('has come through where an earlier try did, and cannot fail any more then', () => {
    const through = advance(advance(failed, { again: true }), { status: 'delivered' });
    expect(through.status).toBe('delivered');
    expect(advance(through, { status: 'failed', failure: 'rejected' })).toBe(through);
    expect(advance(through, { again: true })).toBe(through);
  });
});

describe('a note whose media was missing', () => {
  const missing = { ...note, direction: 'in', bytes: 0, flaw: 'gone', status: 'delivered' } as const;
  const { kind, durationMs, sha256, mimeType, peaks } = note;
  const media = { kind, durationMs, bytes: 10, sha256, mimeType, peaks, flaw: null };

  it('is new again once it is there: what an agent was told is that it was missing', () => {
    const seen = advance(missing, { played: { at: 5, by: 'Anna' } });
    expect(seen).toMatchObject({ status: 'played', flaw: 'gone' });
    expect(advance(seen, { media })).toMatchObject({ status: 'delivered', playedAt: null, playedBy: null, flaw: null });
  });

  it('stays played where it was there before, and was heard', () => {
    const heard = advance({ ...missing, bytes: 10 }, { played: { at: 5, by: 'Anna' } });
    expect(advance(heard, { media })).toMatchObject({ status: 'played', playedBy: 'Anna', flaw: null });
  });
});

describe('the name of a media file', () => {
  const rest = { digest: 'b'.repeat(32), mark: 'c'.repeat(8) };
  const end = `${rest.digest}.${rest.mark}.age`;

  it('gives back the id, fits any file system, and does not need letter case', () => {
    const letters = fc.constantFrom(...'abzABZ019._-');
    const id = fc
      .tuple(fc.constantFrom(...'aZ9'), fc.array(letters, { maxLength: 127 }))
      .map(([first, more]) => first + more.join(''));
    fc.assert(
      fc.property(id, id, (one, other) => {
        const name = mediaFileName({ id: one, ...rest });
        expect(parseMediaFileName(name)).toEqual({ id: one, ...rest });
        expect(name.length).toBeLessThanOrEqual(255);
        expect(name).toMatch(/^[_0-9a-f][0-9a-z.-]*$/);
        if (one !== other) expect(mediaFileName({ id: other, ...rest })).not.toBe(name);
      }),
    );
    expect(mediaFileName({ id: '0b3e6c1a-8a8e-4f0e-9d5c-0123456789ab', ...rest })).toMatch(/^0b3e6c1a-/);
  });

  it('is not taken for one where it is something else', () => {
    for (const name of ['', '.age', `x.${end}`, `_!!.${end}`, `_zz.${end}.part`, 'README'])
      expect(parseMediaFileName(name)).toBeNull();
  });
});

describe('media', () => {
  const day = 86_400_000;
  const media = { id: 'n1', digest: '', bytes: 1, at: 0 };

  it.each([
    ['that nobody named, within a day', null, null, day - 1, false],
    ['that nobody named, after a day', null, null, day, true],
    ['of a note without limit', { ...note, status: 'played', direction: 'in' } as Note, null, 9_999 * day, false],
    ['that was played, in time', { ...note, status: 'played', direction: 'in' } as Note, 30, 30 * day, false],
    ['that was played', { ...note, status: 'played', direction: 'in' } as Note, 30, 31 * day, true],
    ['that nobody has played', { ...note, status: 'delivered', direction: 'in' } as Note, 30, 365 * day, false],
    ['that is still to be sent', note, 30, 365 * day, false],
    ['that failed, and can be sent again', { ...note, status: 'failed' } as Note, 30, 365 * day, false],
    ['that was sent', { ...note, status: 'sent' } as Note, 30, 31 * day, true],
  ])('%s', (_, named, days, now, goes) => {
    expect(mayGo(media, named, { days }, now, now)).toBe(goes);
  });
});

describe('where media is kept in memory only', () => {
  /** Room for two notes. */
  function setUp() {
    const clock = manualGatewayClock();
    const log = recordedLog();
    const store = memoryStore(clock, log);
    const connector = fakeConnector();
    const calling = createCalling({ store, connector, clock, log });
    const notes = testNotes({ store, connector, calling, clock, log }, createMemoryVault(clock, 100));
    const kept = (id: string) => notes.upload(id, id.padEnd(64, '0'), Buffer.alloc(40));
    return { store, notes, kept };
  }

  it('what was played makes room for what is new, and what nobody played does not', async () => {
    const { store, notes, kept } = setUp();
    store.publish({ do: 'event', event: { type: 'note', note: { ...note, direction: 'in', status: 'delivered' } } });
    await settle();
    expect([await kept('n1'), await kept('n2')]).toMatchObject([{ ok: true }, { ok: true }]);
    expect(await kept('n3')).toMatchObject({ ok: false, error: { code: 'disk-full' } });
    expect(await notes.played('n1', 'Anna')).toBeNull();
    expect(await kept('n3')).toMatchObject({ ok: true });
    await settle();
    expect(store.note('n1')?.flaw).toBe('gone');
  });

  it('what has gone out makes room for what is new, and what can be sent again does not', async () => {
    const { store, notes, kept } = setUp();
    store.publish({ do: 'event', event: { type: 'note', note: { ...note, status: 'failed' } } });
    store.publish({ do: 'event', event: { type: 'note', note: { ...note, id: 'n2', at: 200, status: 'sent' } } });
    await settle();
    expect([await kept('n1'), await kept('n2')]).toMatchObject([{ ok: true }, { ok: true }]);
    expect(await kept('n3')).toMatchObject({ ok: true });
    expect([notes.sizeOf('n1'), notes.sizeOf('n2')]).toEqual([40, null]);
    expect(await kept('n4')).toMatchObject({ ok: false, error: { code: 'disk-full' } });
  });
});
