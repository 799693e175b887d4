import { describe, expect, it } from 'vitest';
import {
  acknowledgeContactEvents,
  addContactEvent,
  pendingContactEvents,
} from '../../../src/main/store/ledger/contact-events.ts';
import { alive, closeInterrupted, openCall } from '../../../src/main/store/ledger/journal.ts';
import { latestFacts } from '../../../src/main/store/ledger/latest-facts.ts';
import { bindWorkspace } from '../../../src/main/store/ledger/workspace.ts';
import { callOf, contactOf, eventOf } from './support/entries.ts';
import { temporaryLedger } from './support/temporary.ts';

describe('contact events', () => {
  it('are kept once and stay pending until they are acknowledged', () => {
    const db = temporaryLedger();
    for (const at of [30, 10, 20]) addContactEvent(db, eventOf(`e${at}`, 'anna', at));
    addContactEvent(db, eventOf('e10', 'anna', 99));
    const [first] = pendingContactEvents(db, { limit: 1 });
    expect(first).toEqual(eventOf('e10', 'anna', 10));
    expect(pendingContactEvents(db, { after: first ?? null }).map(({ id }) => id)).toEqual(['e20', 'e30']);
    acknowledgeContactEvents(db, ['e10', 'e20', 'unknown']);
    addContactEvent(db, eventOf('e10', 'anna', 10));
    expect(pendingContactEvents(db).map(({ id }) => id)).toEqual(['e30']);
  });
});

describe('the latest facts', () => {
  it('are those that were noted last, also where a wrong clock or an interrupted call dates them long ago', () => {
    const db = temporaryLedger();
    const day = 86_400_000;
    openCall(db, callOf('last week', 100 * day));
    alive(db, 100 * day + 5_000);
    for (const at of [110, 107, 109]) addContactEvent(db, eventOf(`e${at}`, 'anna', at * day));
    closeInterrupted(db, 111 * day, 'pbx');
    addContactEvent(db, eventOf('by a clock of 1970', 'bruno', 3));
    expect(latestFacts(db, 3).events.map(({ id }) => id)).toEqual([
      'e109',
      'last week/missed-call',
      'by a clock of 1970',
    ]);
    expect(latestFacts(db, 100).events).toHaveLength(5);
  });

  it('name each contact once, as of the call noted last', () => {
    const db = temporaryLedger();
    openCall(db, callOf('a', 900, { name: 'Anna B.' }));
    openCall(db, callOf('b', 950, { contactId: 'bruno', name: 'Bruno', phone: null }));
    openCall(db, callOf('c', 5, { name: 'Anna Bianchi' }));
    expect(latestFacts(db, 10).contacts).toEqual([
      contactOf('anna', 'Anna Bianchi', '+393331234567'),
      contactOf('bruno', 'Bruno'),
    ]);
    expect(latestFacts(db, 1).contacts.map(({ id }) => id)).toEqual(['anna']);
  });

  it('are those of the workspace at hand', () => {
    const db = temporaryLedger();
    bindWorkspace(db, 'pbx one');
    openCall(db, callOf('a', 1));
    addContactEvent(db, eventOf('e', 'anna', 1));
    bindWorkspace(db, 'pbx two');
    expect(latestFacts(db, 10)).toEqual({ contacts: [], events: [] });
  });
});
