import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { Note } from '#shared/contracts/note.ts';
import type { ConversationRow, Page, TimelineEntry } from '#shared/contracts/records.ts';
import { applyEvents } from '../../../src/main/store/cache/apply-events.ts';
import { inboxPage } from '../../../src/main/store/cache/conversations.ts';
import { putLocal } from '../../../src/main/store/cache/local-changes.ts';
import { counters } from '../../../src/main/store/cache/marks.ts';
import { setPosition } from '../../../src/main/store/cache/position.ts';
import { search } from '../../../src/main/store/cache/search.ts';
import { timelinePage } from '../../../src/main/store/cache/timeline.ts';
import type { Db } from '../../../src/main/store/sqlite/database.ts';
import { contactOf, eventOf, messageOf, noteOf, numbered } from './support/entries.ts';
import { naiveCache } from './support/naive-cache.ts';
import { temporaryCache } from './support/temporary.ts';

const transcriptOf = (text: string): Note['transcript'] => ({ text, language: null, segments: [], origin: 'provider' });

const contactIds = ['anna', 'bruno', 'carla'];
const contactId = fc.constantFrom(...contactIds);
const at = fc.integer({ min: 0, max: 12 });

/** Few ids and few instants, so that repeated entries, equal times and late ones are common. */
const entry: fc.Arbitrary<TimelineEntry> = fc.oneof(
  fc
    .record({
      id: fc.constantFrom('m1', 'm2', 'm3', 'm4', 'm5'),
      contactId,
      at,
      direction: fc.constantFrom('in', 'out'),
    })
    .map(({ id, contactId: of, at: when, direction }) => ({
      entry: 'message' as const,
      ...messageOf(id, of, when, { direction, text: `${id} ${when}` }),
    })),
  fc
    .record({
      id: fc.constantFrom('e1', 'e2', 'e3'),
      contactId,
      at,
      type: fc.constantFrom('missed-call', 'answered-call'),
    })
    .map(({ id, contactId: of, at: when, type }) => ({ entry: 'event' as const, ...eventOf(id, of, when, type) })),
  fc
    .record({
      id: fc.constantFrom('n1', 'n2', 'n3'),
      contactId,
      at,
      direction: fc.constantFrom('in', 'out'),
      status: fc.constantFrom('delivered', 'played'),
      words: fc.constantFrom(null, 'buongiorno', 'arrivederci'),
    })
    .map(({ id, contactId: of, at: when, direction, status, words }) => ({
      entry: 'note' as const,
      ...noteOf(id, of, when, { direction, status, transcript: words === null ? null : transcriptOf(words) }),
    })),
);

type Step =
  | { readonly do: 'gateway'; readonly entries: readonly TimelineEntry[] }
  | { readonly do: 'local'; readonly entries: readonly TimelineEntry[] }
  | { readonly do: 'read'; readonly contactId: string; readonly upTo: number }
  | { readonly do: 'contact'; readonly contactId: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('gateway' as const), entries: fc.array(entry, { minLength: 1, maxLength: 4 }) }),
  fc.record({ do: fc.constant('local' as const), entries: fc.array(entry, { minLength: 1, maxLength: 3 }) }),
  fc.record({ do: fc.constant('read' as const), contactId, upTo: at }),
  fc.record({ do: fc.constant('contact' as const), contactId }),
);

const asEvent = (value: TimelineEntry): GatewayEvent => {
  if (value.entry === 'message') {
    const { entry: _entry, ...message } = value;
    return { type: 'message', message };
  }
  if (value.entry === 'note') {
    const { entry: _entry, ...note } = value;
    return { type: 'note', note };
  }
  const { entry: _entry, ...event } = value;
  return { type: 'contact.event', event };
};

function everything<Row>(page: (before: string | null) => Page<Row>): Row[][] {
  const pages: Row[][] = [];
  let before: string | null = null;
  do {
    const { rows, next }: Page<Row> = page(before);
    pages.push([...rows]);
    before = next;
  } while (before !== null);
  return pages;
}

const seen = ({ contactId: id, lastAt, unread, missed, unplayed, last }: ConversationRow) => ({
  contactId: id,
  lastAt,
  unread,
  missed,
  unplayed,
  last,
});

function empty(db: Db): void {
  for (const table of ['messages', 'contact_events', 'notes', 'conversations', 'contacts', 'meta'])
    db.exec(`DELETE FROM ${table}`);
  setPosition(db, 'e', 0);
}

it('shows the same as a model that works everything out afresh, after any history', () => {
  const db = temporaryCache();
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), fc.integer({ min: 1, max: 4 }), (steps, limit) => {
      empty(db);
      const model = naiveCache();
      let cursor = 0;
      const apply = (events: readonly GatewayEvent[]): void => {
        expect(applyEvents(db, 'e', numbered(events, cursor))).toMatchObject({ applied: true });
        cursor += events.length;
      };
      for (const current of steps) {
        switch (current.do) {
          case 'gateway':
            for (const value of current.entries) model.put(value, 'gateway');
            apply(current.entries.map(asEvent));
            break;
          case 'local':
            for (const value of current.entries) model.put(value, 'local');
            putLocal(db, { entries: current.entries });
            break;
          case 'read':
            model.read(current.contactId, current.upTo);
            apply([{ type: 'read', contactId: current.contactId, upTo: current.upTo, agentId: 'b' }]);
            break;
          case 'contact':
            model.introduce(current.contactId);
            apply([{ type: 'contact', state: { contact: contactOf(current.contactId), serviceWindowUntil: null } }]);
            break;
        }
        expect(counters(db)).toEqual(model.counters());
      }
      const inbox = everything((before) => inboxPage(db, { before, limit })).flat();
      expect(inbox.map(seen)).toEqual(model.inbox());
      for (const id of contactIds) {
        const pages = everything((before) => timelinePage(db, { contactId: id, before, limit }));
        expect(pages.reverse().flat()).toEqual(model.timeline(id));
      }
      for (const word of ['buongiorno', 'arriv']) {
        const said = contactIds
          .flatMap((id) => model.timeline(id))
          .filter((line) => line.entry === 'note' && line.transcript?.text.startsWith(word));
        const hits = search(db, { text: word, limit: 20 }).map(({ note }) => note?.id);
        expect(hits.toSorted()).toEqual(said.map(({ id }) => id).toSorted());
      }
    }),
    { numRuns: 300 },
  );
});
