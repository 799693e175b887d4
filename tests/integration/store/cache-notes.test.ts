import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Note } from '#shared/contracts/note.ts';
import { createCacheService } from '../../../src/main/store/cache/cache-service.ts';
import { asEntry, contactOf, messageOf, noteOf, numbered, workspaceOf } from './support/entries.ts';
import { temporaryFolder } from './support/temporary.ts';

const emptyPart = { contacts: [], messages: [], events: [], reads: [], states: [] };

function openCache() {
  const service = createCacheService(
    join(temporaryFolder(), 'cache.sqlite'),
    () => 0,
    () => undefined,
  );
  onTestFinished(() => service.close());
  const cache = service.handlers;
  let cursor = 0;
  cache.beginSnapshot('e', workspaceOf('Officina'));
  cache.endSnapshot(0);
  return {
    ...cache,
    tell: (...notes: readonly Note[]) => {
      const outcome = cache.applyEvents(
        'e',
        numbered(
          notes.map((note) => ({ type: 'note' as const, note })),
          cursor,
        ),
      );
      cursor += notes.length;
      if (!outcome.applied) throw new Error(outcome.reason);
      return outcome.changes;
    },
  };
}

const transcript: Note['transcript'] = {
  text: 'Buongiorno, la gomma è arrivata? Mi richiami verso le quindici.',
  language: 'it',
  segments: [
    { fromMs: 0, text: 'Buongiorno, la gomma è arrivata?' },
    { fromMs: 4_200, text: 'Mi richiami verso le quindici.' },
  ],
  origin: 'provider',
};

describe('notes in the cache', () => {
  it('stand in their conversation, as its newest line, unplayed however much was read', () => {
    const cache = openCache();
    cache.putLocal({ entries: [asEntry(messageOf('m', 'anna', 10))] });
    const changes = cache.tell(noteOf('n', 'anna', 20));
    expect(changes.timeline).toEqual([{ contactId: 'anna', entries: [{ entry: 'note', ...noteOf('n', 'anna', 20) }] }]);
    expect(changes.conversations).toMatchObject([
      { lastAt: 20, unplayed: 1, last: { entry: 'note', direction: 'in', kind: 'voice', durationMs: 12_000 } },
    ]);
    expect(cache.markRead('anna', 99).changes.counters).toEqual({ unread: 0, missed: 0, unplayed: 1 });
    expect(cache.statesOf('note')).toEqual([]);
    expect(cache.note('n')).toEqual(noteOf('n', 'anna', 20));
    expect(cache.note('other')).toBeNull();
  });

  it('are played for everybody as soon as anybody has played them', () => {
    const cache = openCache();
    cache.tell(noteOf('n', 'anna', 20));
    const played = noteOf('n', 'anna', 20, { status: 'played', playedAt: 30, playedBy: 'Carla' });
    expect(cache.tell(played).counters.unplayed).toBe(0);
    expect(cache.untoldPlayed()).toEqual([]);
  });

  it('that cannot be played are told to whoever looks, as long as they stand as not played', () => {
    const cache = openCache();
    cache.tell(
      noteOf('damaged', 'anna', 20, { flaw: 'damaged' }),
      noteOf('long', 'anna', 21, { flaw: 'too-long' }),
      noteOf('whole', 'anna', 22),
      noteOf('own', 'anna', 23, { flaw: 'gone', direction: 'out' }),
      noteOf('later', 'anna', 50, { flaw: 'gone' }),
      noteOf('of another', 'marco', 20, { flaw: 'damaged' }),
    );
    expect(cache.markRead('anna', 30).unplayable).toEqual(['damaged']);
    expect(cache.markRead('anna', 30)).toMatchObject({ upTo: null, unplayable: ['damaged'] });
    cache.markPlayed('damaged', 31, 'Anna');
    expect(cache.markRead('anna', 99).unplayable).toEqual(['later']);
    expect(cache.markRead('anna', 99).changes.counters.unplayed).toBe(4);
  });

  it('stay played here until the gateway knows, whatever it tells meanwhile and however it starts afresh', () => {
    const cache = openCache();
    cache.tell(noteOf('n', 'anna', 20), noteOf('out', 'anna', 21, { direction: 'out' }));
    expect(cache.markPlayed('n', 30, 'Anna').counters.unplayed).toBe(0);
    expect(cache.markPlayed('n', 31, 'Bruno').timeline).toEqual([]);
    expect(cache.markPlayed('out', 30, 'Anna').timeline).toEqual([]);
    expect(cache.markPlayed('unknown', 30, 'Anna').timeline).toEqual([]);
    expect(cache.tell(noteOf('n', 'anna', 20, { transcript })).counters.unplayed).toBe(0);

    cache.beginSnapshot('e2', workspaceOf('Officina'));
    cache.addSnapshotPart({ ...emptyPart, states: [{ type: 'note', note: noteOf('n', 'anna', 20) }] });
    expect(cache.endSnapshot(1)).toEqual({ unread: 0, missed: 0, unplayed: 0 });
    expect(cache.untoldPlayed()).toEqual(['n']);
    expect(cache.note('n')).toMatchObject({ status: 'played', playedAt: 30, playedBy: 'Anna' });
    cache.playedIsTold('n');
    expect(cache.untoldPlayed()).toEqual([]);
  });

  it('made here give way to what the gateway tells, outlive a snapshot, and can be taken away before', () => {
    const cache = openCache();
    const sending = noteOf('own', 'anna', 40, { direction: 'out', status: 'sending' });
    cache.putLocal({
      contacts: [contactOf('anna')],
      entries: [asEntry(sending), asEntry({ ...sending, id: 'other' })],
    });
    cache.beginSnapshot('e2', workspaceOf('Officina'));
    cache.addSnapshotPart({ ...emptyPart, states: [{ type: 'note', note: { ...sending, at: 41, status: 'sent' } }] });
    cache.endSnapshot(1);
    cache.putLocal({ entries: [asEntry({ ...sending, status: 'failed' })] });
    expect(cache.timelinePage({ contactId: 'anna', before: null, limit: 9 }).rows).toMatchObject([
      { id: 'other', at: 40, status: 'sending' },
      { id: 'own', at: 41, status: 'sent' },
    ]);
    expect(cache.dropLocalNote('own').conversations).toEqual([]);
    expect(cache.dropLocalNote('other').timeline).toEqual([
      { contactId: 'anna', entries: [], gone: [{ entry: 'note', id: 'other' }] },
    ]);
    expect(cache.timelinePage({ contactId: 'anna', before: null, limit: 9 }).rows).toHaveLength(1);
    expect(cache.noteStandings(['own', 'other'])).toEqual([{ id: 'own', at: 41, direction: 'out', status: 'sent' }]);
  });

  it('lose what is written down of them where nobody wants it, and ask for all of it once it is wanted again', () => {
    const cache = openCache();
    cache.tell(noteOf('told', 'anna', 20, { transcript }), noteOf('heard', 'anna', 21), noteOf('new', 'anna', 22));
    cache.markHeard('heard', { ...transcript, origin: 'desktop' });
    cache.markPlayed('told', 30, 'Anna');
    expect(cache.search({ text: 'richiami', limit: 9 })).toHaveLength(2);
    expect(cache.keepTranscripts(true)).toMatchObject({ isMissing: false, changes: { timeline: [] } });

    const off = cache.keepTranscripts(false);
    expect(off).toMatchObject({
      isMissing: false,
      changes: {
        timeline: [
          {
            entries: [
              { id: 'told', transcript: null },
              { id: 'heard', transcript: null },
            ],
          },
        ],
      },
    });
    expect(cache.search({ text: 'richiami', limit: 9 })).toEqual([]);
    expect(cache.tell(noteOf('new', 'anna', 22, { transcript })).timeline).toMatchObject([
      { entries: [{ id: 'new', transcript: null }] },
    ]);
    expect(cache.markHeard('new', { ...transcript, origin: 'desktop' }).timeline).toEqual([]);
    expect(cache.note('told')).toMatchObject({ status: 'played', playedBy: 'Anna' });
    expect(cache.untoldPlayed()).toEqual(['told']);

    const told = {
      ...emptyPart,
      states: [{ type: 'note' as const, note: noteOf('told', 'anna', 20, { transcript }) }],
    };
    cache.beginSnapshot('e2', workspaceOf('Officina'));
    cache.addSnapshotPart(told);
    cache.endSnapshot(1);
    expect(cache.note('told')).toMatchObject({ transcript: null });

    cache.beginSnapshot('e3', workspaceOf('Officina'));
    expect(cache.keepTranscripts(true)).toMatchObject({ isMissing: true });
    expect(() => cache.addSnapshotPart(told), 'it was begun while nobody wanted them').toThrow();
    expect(cache.position()).toEqual({ epoch: null, cursor: 0 });
    cache.beginSnapshot('e4', workspaceOf('Officina'));
    cache.addSnapshotPart(told);
    cache.endSnapshot(1);
    expect(cache.note('told')).toMatchObject({ transcript });
    expect(cache.search({ text: 'richiami', limit: 9 })).toHaveLength(1);
  });

  it('are found by what was said in them, with the moment, among messages by time', () => {
    const cache = openCache();
    cache.tell(noteOf('n', 'anna', 20), noteOf('silent', 'anna', 21));
    expect(cache.search({ text: 'richiami', limit: 9 })).toEqual([]);
    cache.tell(noteOf('n', 'anna', 20, { transcript }));
    cache.putLocal({
      entries: [
        asEntry(messageOf('early', 'anna', 10, { text: 'Mi richiami' })),
        asEntry(messageOf('late', 'anna', 30, { text: 'Mi richiami' })),
      ],
    });
    const hits = cache.search({ text: 'mi richi', limit: 9 });
    expect(hits.map(({ message, note }) => message?.id ?? note?.id)).toEqual(['late', 'n', 'early']);
    expect(hits[1]).toEqual({
      contact: contactOf('anna'),
      message: null,
      note: { id: 'n', at: 20, text: 'Mi richiami verso le quindici.', fromMs: 4_200 },
    });
    expect(cache.search({ text: 'è arrivata', limit: 9 })[0]?.note?.fromMs).toBe(0);
    cache.tell(noteOf('n', 'anna', 20, { transcript: { ...transcript, text: 'Altro', segments: [] } }));
    expect(cache.search({ text: 'quindici', limit: 9 })).toEqual([]);
    expect(cache.search({ text: 'altro', limit: 9 })[0]?.note).toEqual({
      id: 'n',
      at: 20,
      text: 'Altro',
      fromMs: null,
    });
  });

  it('written down here stay so through events, snapshots and searches, until the provider has something better', () => {
    const cache = openCache();
    const written = { ...transcript, origin: 'desktop' as const };
    cache.tell(noteOf('old', 'anna', 10), noteOf('n', 'anna', 20), noteOf('mute', 'anna', 15));
    expect(cache.unheard({ since: 0, without: [] })).toEqual({ next: 'n', count: 3 });
    expect(cache.unheard({ since: 15, without: ['n'] })).toEqual({ next: 'mute', count: 1 });
    expect(cache.markHeard('n', written).timeline).toMatchObject([
      { contactId: 'anna', entries: [{ transcript: written }] },
    ]);
    expect(cache.markHeard('mute', null).timeline).toEqual([]);
    expect(cache.markHeard('unknown', written).timeline).toEqual([]);
    expect(cache.unheard({ since: 0, without: [] })).toEqual({ next: 'old', count: 1 });
    expect(cache.search({ text: 'quindici', limit: 9 })[0]?.note).toMatchObject({ id: 'n', fromMs: 4_200 });

    cache.tell(noteOf('n', 'anna', 20, { status: 'played', playedAt: 30 }));
    expect(cache.note('n')).toMatchObject({ status: 'played', transcript: written });
    cache.beginSnapshot('e2', workspaceOf('Officina'));
    const states = ['old', 'n', 'mute'].map((id, at) => ({ type: 'note' as const, note: noteOf(id, 'anna', at) }));
    cache.addSnapshotPart({ ...emptyPart, states });
    cache.endSnapshot(1);
    expect(cache.note('n')).toMatchObject({ at: 1, transcript: written });
    expect(cache.search({ text: 'quindici', limit: 9 })).toHaveLength(1);
    expect(cache.unheard({ since: 0, without: [] })).toEqual({ next: 'old', count: 1 });

    const better = { ...transcript, text: 'Altro', segments: [] };
    cache.applyEvents('e2', numbered([{ type: 'note', note: noteOf('n', 'anna', 1, { transcript: better }) }], 1));
    expect(cache.note('n')?.transcript).toEqual(better);
    expect(cache.markHeard('n', written).timeline).toEqual([]);
    expect(cache.note('n')?.transcript).toEqual(better);
    expect(cache.search({ text: 'quindici', limit: 9 })).toEqual([]);
  });

  it('that only this desktop knows are not written down yet; a played one is, and stays played', () => {
    const cache = openCache();
    cache.putLocal({
      contacts: [contactOf('anna')],
      entries: [asEntry(noteOf('own', 'anna', 40, { direction: 'out', status: 'sending' }))],
    });
    expect(cache.unheard({ since: 0, without: [] })).toEqual({ next: null, count: 0 });
    cache.tell(noteOf('n', 'anna', 20));
    cache.markPlayed('n', 30, 'Anna');
    cache.markHeard('n', { ...transcript, origin: 'desktop' });
    expect(cache.untoldPlayed()).toEqual(['n']);
    expect(cache.note('n')).toMatchObject({ status: 'played', playedBy: 'Anna', transcript: { origin: 'desktop' } });
    expect(cache.tell(noteOf('other', 'anna', 21, { transcript })).counters.unplayed).toBe(1);
    expect(cache.unheard({ since: 0, without: [] })).toEqual({ next: null, count: 0 });
  });
});
