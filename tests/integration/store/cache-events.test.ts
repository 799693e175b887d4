import { describe, expect, it } from 'vitest';
import { applyEvents } from '../../../src/main/store/cache/apply-events.ts';
import { contact, contactByPhone } from '../../../src/main/store/cache/contacts.ts';
import { conversations } from '../../../src/main/store/cache/conversations.ts';
import { markRead, putLocal } from '../../../src/main/store/cache/local-changes.ts';
import { position, setPosition, workspace } from '../../../src/main/store/cache/position.ts';
import { timelinePage } from '../../../src/main/store/cache/timeline.ts';
import { asEntry, contactOf, eventOf, messageOf, numbered, workspaceOf } from './support/entries.ts';
import { temporaryCache } from './support/temporary.ts';

function openedCache() {
  const db = temporaryCache();
  setPosition(db, 'e', 0);
  return db;
}

describe('applyEvents', () => {
  it('applies what follows the cursor once, and says what changed', () => {
    const db = openedCache();
    const events = numbered([
      { type: 'workspace', workspace: workspaceOf('Officina') },
      { type: 'contact', state: { contact: contactOf('anna', 'Anna', '+39333'), serviceWindowUntil: 99 } },
      { type: 'message', message: messageOf('m2', 'anna', 20) },
      { type: 'message', message: messageOf('m1', 'anna', 10) },
      { type: 'contact.event', event: eventOf('c/missed-call', 'anna', 15) },
    ]);
    const first = applyEvents(db, 'e', events);
    expect(first).toMatchObject({ applied: true, position: { epoch: 'e', cursor: 5 } });
    expect(first.applied && first.changes).toEqual({
      workspace: workspaceOf('Officina'),
      states: [],
      counters: { unread: 2, missed: 1, unplayed: 0 },
      conversations: [
        {
          contactId: 'anna',
          name: 'Anna',
          phone: '+39333',
          last: { entry: 'message', direction: 'in', text: 'text of m2' },
          lastAt: 20,
          unread: 2,
          missed: 1,
          unplayed: 0,
        },
      ],
      timeline: [
        {
          contactId: 'anna',
          entries: [
            asEntry(messageOf('m1', 'anna', 10)),
            asEntry(eventOf('c/missed-call', 'anna', 15)),
            asEntry(messageOf('m2', 'anna', 20)),
          ],
        },
      ],
    });
    const again = applyEvents(db, 'e', events);
    expect(again.applied && again.changes).toEqual({
      conversations: [],
      timeline: [],
      states: [],
      counters: { unread: 2, missed: 1, unplayed: 0 },
    });
    expect(position(db)).toEqual({ epoch: 'e', cursor: 5 });
    expect(workspace(db)?.name).toBe('Officina');
    expect(contact(db, 'anna')?.serviceWindowUntil).toBe(99);
  });

  it.each([
    ['before them', numbered([{ type: 'message', message: messageOf('m1', 'anna', 10) }], 3)],
    [
      'between them',
      [
        ...numbered([{ type: 'message', message: messageOf('m1', 'anna', 10) }]),
        ...numbered([{ type: 'message', message: messageOf('m2', 'anna', 11) }], 2),
      ],
    ],
  ])('refuses events with a gap %s and changes nothing', (_where, events) => {
    const db = openedCache();
    expect(applyEvents(db, 'e', events)).toEqual({
      applied: false,
      reason: 'gap',
      position: { epoch: 'e', cursor: 0 },
    });
    expect(conversations(db, ['anna'])).toEqual([]);
  });

  it('skips the known part of an overlapping batch', () => {
    const db = openedCache();
    const batch = numbered([
      { type: 'message', message: messageOf('m1', 'anna', 10) },
      { type: 'message', message: messageOf('m2', 'anna', 11) },
    ]);
    applyEvents(db, 'e', batch.slice(0, 1));
    expect(applyEvents(db, 'e', batch)).toMatchObject({ applied: true, position: { cursor: 2 } });
    expect(conversations(db, ['anna'])[0]?.unread).toBe(2);
  });

  it('refuses events of another epoch', () => {
    const db = openedCache();
    const outcome = applyEvents(db, 'other', numbered([{ type: 'message', message: messageOf('m1', 'anna', 10) }]));
    expect(outcome).toMatchObject({ applied: false, reason: 'epoch' });
  });

  it('follows a message through its statuses and ignores the status of a stranger', () => {
    const db = openedCache();
    const out = messageOf('m1', 'anna', 10, { direction: 'out', status: 'sent' });
    const outcome = applyEvents(
      db,
      'e',
      numbered([
        { type: 'message', message: out },
        { type: 'message.status', messageId: 'm1', contactId: 'anna', status: 'read' },
        { type: 'message.status', messageId: 'unknown', contactId: 'anna', status: 'read' },
      ]),
    );
    expect(outcome.applied && outcome.changes.timeline).toEqual([
      { contactId: 'anna', entries: [asEntry({ ...out, status: 'read' })] },
    ]);
  });

  it('keeps what a contact said who has not been introduced, and learns the name later', () => {
    const db = openedCache();
    applyEvents(db, 'e', numbered([{ type: 'message', message: messageOf('m1', 'tel:+39333', 10) }]));
    expect(conversations(db, ['tel:+39333'])[0]).toMatchObject({ name: '+39333', unread: 1 });
    const state = { contact: contactOf('tel:+39333', 'Anna', '+39333'), serviceWindowUntil: null };
    applyEvents(db, 'e', numbered([{ type: 'contact', state }], 1));
    expect(conversations(db, ['tel:+39333'])[0]).toMatchObject({ name: 'Anna', unread: 1 });
  });
});

describe('putLocal', () => {
  it('shows an own message at once and takes the gateway word for it afterwards', () => {
    const db = openedCache();
    const own = messageOf('m1', 'anna', 10, { direction: 'out', status: 'sending' });
    expect(putLocal(db, { entries: [asEntry(own)] }).timeline[0]?.entries).toEqual([asEntry(own)]);
    const told = { ...own, at: 12, status: 'sent' as const };
    applyEvents(db, 'e', numbered([{ type: 'message', message: told }]));
    const late = putLocal(db, { entries: [asEntry({ ...own, status: 'failed' })] });
    expect(late.timeline).toEqual([]);
    expect(timelinePage(db, { contactId: 'anna', before: null, limit: 10 }).rows).toEqual([asEntry(told)]);
  });

  it('counts an event once, whoever tells it and however often', () => {
    const db = openedCache();
    const missed = eventOf('c1/missed-call', 'anna', 10);
    putLocal(db, { entries: [asEntry(missed)] });
    applyEvents(db, 'e', numbered([{ type: 'contact.event', event: { ...missed, at: 11 } }]));
    putLocal(db, { entries: [asEntry(missed)] });
    expect(conversations(db, ['anna'])[0]).toMatchObject({ missed: 1, lastAt: 11 });
  });

  it('never renames a contact that the gateway knows', () => {
    const db = openedCache();
    putLocal(db, { contacts: [contactOf('anna', 'A.', '+39 333 1')] });
    expect(contactByPhone(db, '+393331')?.name).toBe('A.');
    const state = { contact: contactOf('anna', 'Anna', '+393331'), serviceWindowUntil: null };
    applyEvents(db, 'e', numbered([{ type: 'contact', state }]));
    putLocal(db, { contacts: [contactOf('anna', 'B.')] });
    expect(contactByPhone(db, '+39 333-1')).toEqual(contactOf('anna', 'Anna', '+393331'));
  });
});

describe('contactByPhone', () => {
  it('takes the one with the newest conversation of several, and nobody for no number', () => {
    const db = openedCache();
    putLocal(db, {
      contacts: [contactOf('old', 'Old', '+39333'), contactOf('new', 'New', '+39333')],
      entries: [asEntry(messageOf('m1', 'old', 10)), asEntry(messageOf('m2', 'new', 20))],
    });
    expect(contactByPhone(db, '+39333')?.id).toBe('new');
    expect(contactByPhone(db, '+3933')).toBeNull();
    expect(contactByPhone(db, 'anonymous')).toBeNull();
  });
});

describe('markRead', () => {
  it('reaches no further than the newest entry, so that a fast clock hides nothing', () => {
    const db = openedCache();
    putLocal(db, { entries: [asEntry(messageOf('m1', 'anna', 10)), asEntry(eventOf('e1', 'anna', 12))] });
    const read = markRead(db, 'anna', 1_000_000);
    expect(read.upTo).toBe(12);
    expect(read.changes.counters).toEqual({ unread: 0, missed: 0, unplayed: 0 });
    expect(read.changes.conversations[0]).toMatchObject({ unread: 0, missed: 0 });
    putLocal(db, { entries: [asEntry(messageOf('m2', 'anna', 13))] });
    expect(conversations(db, ['anna'])[0]).toMatchObject({ unread: 1, missed: 0 });
  });

  it('changes nothing the second time, nor for nobody', () => {
    const db = openedCache();
    putLocal(db, { contacts: [contactOf('silent')], entries: [asEntry(messageOf('m1', 'anna', 10))] });
    expect(markRead(db, 'anna', 10).upTo).toBe(10);
    expect(markRead(db, 'anna', 10).upTo).toBeNull();
    expect(markRead(db, 'silent', 10).upTo).toBeNull();
    expect(markRead(db, 'nobody', 10).upTo).toBeNull();
  });
});

it('keeps thousands of messages of one instant apart and in order', () => {
  const db = openedCache();
  const many = Array.from({ length: 2_500 }, (_, n) => messageOf(`m${String(n).padStart(5, '0')}`, 'anna', 7));
  putLocal(db, { entries: [...many.map(asEntry), asEntry(messageOf('z', 'anna', Number.MAX_SAFE_INTEGER))] });
  expect(conversations(db, ['anna'])[0]).toMatchObject({ unread: 2_501, lastAt: Number.MAX_SAFE_INTEGER });
  const page = timelinePage(db, { contactId: 'anna', before: null, limit: 3 });
  expect(page.rows.map(({ id }) => id)).toEqual(['m02498', 'm02499', 'z']);
});
