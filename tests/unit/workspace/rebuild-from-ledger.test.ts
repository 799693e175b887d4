import { describe, expect, it } from 'vitest';
import type { Contact, ContactEvent } from '#shared/contracts/records.ts';
import { ok } from '#shared/result.ts';
import type { CacheChanges, LocalChanges } from '../../../src/main/store/cache-store.ts';
import type { KeptNote, LedgerStore, OutboxEntry } from '../../../src/main/store/ledger-store.ts';
import { storeFailure } from '../../../src/main/store/store-error.ts';
import {
  catchUpFromLedger,
  rebuildFromLedger,
  showUnsentMessages,
} from '../../../src/main/workspace/rebuild-from-ledger.ts';

const noChanges: CacheChanges = {
  conversations: [],
  timeline: [],
  states: [],
  counters: { unread: 0, missed: 0, unplayed: 0 },
};
const failure = { ok: false, error: storeFailure('disk-full', 'no space left') } as const;
const padded = (number: number): string => String(number).padStart(6, '0');

const contact = (number: number): Contact => ({ id: `c${padded(number)}`, name: `Contact ${number}`, phone: null });
const event = (number: number): ContactEvent => ({
  id: `${padded(number)}/answered-call`,
  contactId: contact(number % 7).id,
  type: 'answered-call',
  at: number,
  callId: padded(number),
  kind: 'voice',
  durationMs: 1,
  agent: 'Carla',
});
const keptNote = (id: string, state: KeptNote['state']): KeptNote => ({
  id,
  contactId: 'c1',
  callId: 'wacid.1',
  kind: 'voice',
  durationMs: 4_000,
  bytes: 9,
  sha256: '00'.repeat(32),
  mimeType: 'audio/webm;codecs=opus',
  peaks: null,
  at: 6,
  state,
  attempts: 0,
  error: null,
});
const keptMessages: readonly OutboxEntry[] = [
  { id: 'm1', contactId: 'c1', text: 'On its way', at: 5, state: 'pending', attempts: 2, error: 'offline' },
  { id: 'm2', contactId: 'c1', text: 'Not wanted', at: 4, state: 'failed', attempts: 1, error: 'rejected' },
  { id: 'm3', contactId: 'c1', text: 'There', at: 3, state: 'done', attempts: 1, error: null },
];
const keptNotes = [keptNote('draft', 'draft'), keptNote('leaving', 'pending'), keptNote('refused', 'failed')];

type Ledger = Pick<LedgerStore, 'knownContacts' | 'latestFacts' | 'pendingContactEvents' | 'outboxIn' | 'notesIn'>;

function desk(contacts: readonly Contact[], events: readonly ContactEvent[], change: Partial<Ledger> = {}) {
  const put: LocalChanges[] = [];
  const ledger: Ledger = {
    knownContacts: async ({ after, limit }) => ok(contacts.filter(({ id }) => id > (after ?? '')).slice(0, limit)),
    latestFacts: async (limit) => ok({ contacts: contacts.slice(0, limit), events: events.slice(-limit) }),
    pendingContactEvents: async ({ after = null, limit = 1000 } = {}) =>
      ok(
        events
          .filter(({ at, id }) => after === null || at > after.at || (at === after.at && id > after.id))
          .slice(0, limit),
      ),
    outboxIn: async (state) => ok(keptMessages.filter((message) => message.state === state)),
    notesIn: async (state) => ok(keptNotes.filter((note) => note.state === state)),
    ...change,
  };
  const cache = {
    putLocal: async (changes: LocalChanges) => {
      put.push(changes);
      return ok(noChanges);
    },
  };
  return { cache, ledger, put };
}

const ids = (put: readonly LocalChanges[]) => ({
  contacts: put.flatMap(({ contacts = [] }) => contacts.map(({ id }) => id)),
  entries: put.flatMap(({ entries = [] }) => entries.map(({ id }) => id)),
});

describe('rebuilding a cache from the ledger', () => {
  it('puts every contact, every message on its way and every fact, each once and in parts', async () => {
    const contacts = Array.from({ length: 1001 }, (_, number) => contact(number));
    const events = Array.from({ length: 1500 }, (_, number) => event(number));
    const { cache, ledger, put } = desk(contacts, events);
    expect(await rebuildFromLedger(cache, ledger)).toEqual(ok(null));
    expect(ids(put).contacts).toEqual(contacts.map(({ id }) => id));
    expect(ids(put).entries).toEqual(['m1', 'm2', 'leaving', 'refused', ...events.map(({ id }) => id)]);
    expect(put.find(({ entries = [] }) => entries[0]?.id === 'm1')?.entries).toMatchObject([
      { entry: 'message', id: 'm1', contactId: 'c1', direction: 'out', text: 'On its way', at: 5, status: 'sending' },
      { entry: 'message', id: 'm2', text: 'Not wanted', at: 4, status: 'failed' },
      { entry: 'note', id: 'leaving', callId: 'wacid.1', direction: 'out', at: 6, status: 'sending' },
      { entry: 'note', id: 'refused', status: 'failed' },
    ]);
    expect(Math.max(...put.map(({ contacts: some = [], entries = [] }) => some.length + entries.length))).toBe(500);
  });

  it('does nothing where there is nothing', async () => {
    const { cache, ledger, put } = desk([], [], { outboxIn: async () => ok([]), notesIn: async () => ok([]) });
    expect(await rebuildFromLedger(cache, ledger)).toEqual(ok(null));
    expect(put).toEqual([]);
  });

  it.each([
    ['contacts', { knownContacts: async () => failure }],
    ['facts', { pendingContactEvents: async () => failure }],
    ['messages', { outboxIn: async () => failure }],
    ['notes', { notesIn: async () => failure }],
  ])('says so where the %s cannot be read', async (_what, change) => {
    const { cache, ledger } = desk([contact(1)], [event(1)], change);
    expect(await rebuildFromLedger(cache, ledger)).toMatchObject({ ok: false, error: { code: 'disk-full' } });
  });

  it('stops where the cache takes no more', async () => {
    const { ledger } = desk(
      Array.from({ length: 900 }, (_, number) => contact(number)),
      [],
    );
    let asked = 0;
    const cache = {
      putLocal: async () => {
        asked += 1;
        return failure;
      },
    };
    expect(await rebuildFromLedger(cache, ledger)).toMatchObject({ ok: false });
    expect(asked).toBe(1);
  });
});

describe('messages that an earlier life has not sent', () => {
  it('are shown as the ledger has them, whatever the cache was told of them', async () => {
    const { cache, ledger, put } = desk([], []);
    expect(await showUnsentMessages(cache, ledger)).toEqual(ok(noChanges));
    expect(put).toEqual([
      {
        entries: [
          expect.objectContaining({ entry: 'message', id: 'm1', status: 'sending' }),
          expect.objectContaining({ entry: 'message', id: 'm2', status: 'failed' }),
        ],
      },
    ]);
  });

  it('are nothing to write where there are none, and say where they cannot be read or shown', async () => {
    const none = desk([], [], { outboxIn: async () => ok([]) });
    expect(await showUnsentMessages(none.cache, none.ledger)).toEqual(ok(null));
    expect(none.put).toEqual([]);
    const unread = desk([], [], { outboxIn: async () => failure });
    expect(await showUnsentMessages(unread.cache, unread.ledger)).toMatchObject({ error: { code: 'disk-full' } });
    const { ledger } = desk([], []);
    expect(await showUnsentMessages({ putLocal: async () => failure }, ledger)).toMatchObject({ ok: false });
  });
});

describe('catching up from the ledger', () => {
  it('puts what was noted last, whatever instants it bears, and nothing where there is nothing', async () => {
    const { cache, ledger, put } = desk([contact(1)], [event(3), event(1), event(2)]);
    expect(await catchUpFromLedger(cache, ledger)).toEqual(ok(null));
    expect(ids(put).entries).toEqual([event(3).id, event(1).id, event(2).id]);
    expect(put[0]?.contacts).toEqual([contact(1)]);
    const empty = desk([], []);
    expect(await catchUpFromLedger(empty.cache, empty.ledger)).toEqual(ok(null));
    expect(empty.put).toEqual([]);
  });

  it('says where the ledger cannot be read', async () => {
    const { cache, ledger } = desk([], [], { latestFacts: async () => failure });
    expect(await catchUpFromLedger(cache, ledger)).toMatchObject({ error: { code: failure.error.code } });
  });
});
