import { describe, expect, it } from 'vitest';
import { callRow } from '#shared/contracts/records.ts';
import { call, callsPage, knownContacts } from '../../../src/main/store/ledger/calls.ts';
import { pendingContactEvents } from '../../../src/main/store/ledger/contact-events.ts';
import { closeInterrupted, openCall, updateCall } from '../../../src/main/store/ledger/journal.ts';
import type { CallsTab } from '../../../src/main/store/ledger-store.ts';
import { callOf, contactOf, eventOf } from './support/entries.ts';
import { temporaryLedger } from './support/temporary.ts';

describe('journal', () => {
  it('opens a call once and follows it to its end, which nothing changes any more', () => {
    const db = temporaryLedger();
    expect(openCall(db, callOf('a', 100))).toEqual({ ...callOf('a', 100), hasRecording: false });
    expect(openCall(db, callOf('a', 999, { name: 'Repeated' })).startedAt).toBe(100);
    updateCall(db, 'a', { answeredAt: 110 });
    const ended = updateCall(db, 'a', { outcome: 'answered', endedAt: 200 });
    expect(ended).toMatchObject({ answeredAt: 110, endedAt: 200, outcome: 'answered' });
    expect(updateCall(db, 'a', { outcome: 'answered', endedAt: 200 })).toEqual(ended);
    const late = updateCall(db, 'a', {
      outcome: 'missed',
      endedAt: 300,
      answeredAt: null,
      reason: 'late',
      name: 'Anna B.',
    });
    expect(late).toEqual({ ...ended, name: 'Anna B.' });
    expect(updateCall(db, 'unknown', { outcome: 'missed' })).toBeNull();
    expect(callRow.parse(late)).toEqual(late);
  });

  it('opens again what was only guessed to be over, and not what somebody knew', () => {
    const db = temporaryLedger();
    openCall(db, callOf('rang', 100));
    closeInterrupted(db, 900, 'gateway');
    expect(openCall(db, callOf('rang', 950))).toMatchObject({ startedAt: 100, endedAt: null, outcome: null });
    updateCall(db, 'rang', { answeredAt: 960 });
    const talked = updateCall(db, 'rang', { outcome: 'answered', endedAt: 990 });
    expect(talked).toMatchObject({ startedAt: 100, answeredAt: 960, endedAt: 990, outcome: 'answered', reason: null });
    expect(openCall(db, callOf('rang', 999))).toEqual(talked);

    openCall(db, callOf('quit', 100));
    updateCall(db, 'quit', { outcome: 'missed', reason: 'shutdown', endedAt: 130 });
    expect(openCall(db, callOf('quit', 140))).toMatchObject({ outcome: null, reason: null, endedAt: null });

    for (const known of [
      { outcome: 'missed' },
      { outcome: 'declined' },
      { outcome: 'answered-elsewhere', reason: 'Carla' },
      { outcome: 'interrupted', answeredAt: 110 },
      { outcome: 'interrupted', direction: 'business-initiated' },
    ] as const) {
      const id = `known ${JSON.stringify(known)}`;
      const row = openCall(db, callOf(id, 100, { endedAt: 130, ...known }));
      expect(openCall(db, callOf(id, 140))).toEqual(row);
    }
  });

  it('lets a guess give way to what the gateway knows, which then stands', () => {
    const db = temporaryLedger();
    openCall(db, callOf('a', 100));
    closeInterrupted(db, 900, 'gateway');
    const missed = openCall(db, callOf('a', 160, { outcome: 'missed', endedAt: 160 }));
    expect(missed).toMatchObject({ startedAt: 100, endedAt: 160, outcome: 'missed', reason: null });
    expect(openCall(db, callOf('a', 170))).toEqual(missed);
    openCall(db, callOf('b', 100));
    closeInterrupted(db, 900, 'gateway');
    // The gateway's clock is behind ours.
    expect(openCall(db, callOf('b', 50, { outcome: 'missed', endedAt: 50 }))).toMatchObject({
      startedAt: 50,
      endedAt: 50,
    });
  });

  it('learns late who answered elsewhere, once', () => {
    const db = temporaryLedger();
    openCall(db, callOf('a', 100));
    updateCall(db, 'a', { outcome: 'answered-elsewhere', endedAt: 120 });
    expect(updateCall(db, 'a', { reason: 'Carla' })).toMatchObject({ outcome: 'answered-elsewhere', reason: 'Carla' });
    expect(updateCall(db, 'a', { reason: 'Dario' })).toMatchObject({ outcome: 'answered-elsewhere', reason: 'Carla' });
  });

  it('notes the contact event together with the end of the call, or neither', () => {
    const db = temporaryLedger();
    openCall(db, callOf('a', 100));
    updateCall(db, 'a', { outcome: 'missed', endedAt: 130 }, eventOf('a/missed-call', 'anna', 130));
    expect(pendingContactEvents(db).map(({ id }) => id)).toEqual(['a/missed-call']);
    openCall(db, callOf('b', 100));
    const broken = { ...eventOf('b/missed-call', 'anna', 130), contactId: null as unknown as string };
    expect(() => updateCall(db, 'b', { outcome: 'missed' }, broken)).toThrow(/NOT NULL/);
    expect(call(db, 'b')?.outcome).toBeNull();
  });

  it('shows the tabs newest first, page by page', () => {
    const db = temporaryLedger();
    openCall(db, callOf('m1', 10, { outcome: 'missed' }));
    openCall(db, callOf('a1', 20, { outcome: 'answered' }));
    openCall(db, callOf('o1', 30, { direction: 'business-initiated', outcome: 'no-answer' }));
    openCall(db, callOf('o2', 30, { direction: 'business-initiated' }));
    openCall(db, callOf('m2', 40, { outcome: 'missed' }));
    const tab = (name: CallsTab): string[] => {
      const ids: string[] = [];
      let before: string | null = null;
      do {
        const page = callsPage(db, { tab: name, before, limit: 1 });
        ids.push(...page.rows.map(({ id }) => id));
        before = page.next;
      } while (before !== null);
      return ids;
    };
    expect(tab('all')).toEqual(['m2', 'o2', 'o1', 'a1', 'm1']);
    expect(tab('missed')).toEqual(['m2', 'm1']);
    expect(tab('answered')).toEqual(['a1']);
    expect(tab('outgoing')).toEqual(['o2', 'o1']);
  });

  it('knows everybody as of the latest call', () => {
    const db = temporaryLedger();
    openCall(db, callOf('1', 10, { contactId: 'anna', name: 'Anna' }));
    openCall(db, callOf('2', 20, { contactId: 'bruno', name: 'Bruno', phone: null }));
    openCall(db, callOf('3', 30, { contactId: 'anna', name: 'Anna B.', phone: '+39' }));
    expect(knownContacts(db, { after: null, limit: 1 })).toEqual([contactOf('anna', 'Anna B.', '+39')]);
    expect(knownContacts(db, { after: 'anna', limit: 5 })).toEqual([contactOf('bruno', 'Bruno')]);
  });
});
