import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callRow, recordingRow } from '#shared/contracts/records.ts';
import { auditAppend, auditPage, auditVerify } from '../../../src/main/store/ledger/audit.ts';
import { call, callsPage, knownContacts } from '../../../src/main/store/ledger/calls.ts';
import {
  acknowledgeContactEvents,
  addContactEvent,
  pendingContactEvents,
} from '../../../src/main/store/ledger/contact-events.ts';
import { alive, closeInterrupted, openCall, updateCall } from '../../../src/main/store/ledger/journal.ts';
import { outboxAdd, outboxDone, outboxFail, outboxPending } from '../../../src/main/store/ledger/outbox.ts';
import * as recordings from '../../../src/main/store/ledger/recordings.ts';
import type { CallsTab } from '../../../src/main/store/ledger-store.ts';
import { callOf, contactOf, eventOf, recordingOf } from './support/entries.ts';
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

describe('closeInterrupted', () => {
  it('ends what was up when the app was last alive, and leaves the rest alone', () => {
    const db = temporaryLedger();
    openCall(db, callOf('done', 50, { outcome: 'answered', endedAt: 60 }));
    openCall(db, callOf('talking', 100, { answeredAt: 110 }));
    alive(db, 150);
    alive(db, 180);
    openCall(db, callOf('ringing', 190));
    openCall(db, callOf('dialing', 195, { direction: 'business-initiated' }));
    expect(closeInterrupted(db, 9_000, 'gateway')).toMatchObject([
      { id: 'talking', outcome: 'interrupted', answeredAt: 110, endedAt: 180 },
      { id: 'ringing', outcome: 'interrupted', answeredAt: null, endedAt: 190 },
      { id: 'dialing', outcome: 'interrupted', answeredAt: null, endedAt: 195 },
    ]);
    // What became of the call that rang is for the gateway to say.
    expect(pendingContactEvents(db)).toMatchObject([
      { id: 'talking/interrupted-call', at: 180, durationMs: 70, contactId: 'anna', callId: 'talking' },
      { id: 'dialing/interrupted-call', at: 195, durationMs: null },
    ]);
    expect(closeInterrupted(db, 9_999, 'gateway')).toEqual([]);
    expect(call(db, 'done')?.outcome).toBe('answered');
  });

  it('with a PBX, says itself that a call was missed which nobody had answered', () => {
    const db = temporaryLedger();
    openCall(db, callOf('talking', 100, { answeredAt: 110 }));
    openCall(db, callOf('ringing', 190));
    expect(closeInterrupted(db, 9_000, 'pbx')).toMatchObject([
      { id: 'talking', outcome: 'interrupted' },
      { id: 'ringing', outcome: 'missed', answeredAt: null, endedAt: 190 },
    ]);
    expect(pendingContactEvents(db)).toMatchObject([
      { id: 'talking/interrupted-call' },
      { id: 'ringing/missed-call', type: 'missed-call', durationMs: null, agent: null },
    ]);
  });

  it('puts no end before the beginning nor into the future, whatever the clock did', () => {
    const db = temporaryLedger();
    db.pragma('synchronous = OFF');
    fc.assert(
      fc.property(
        fc.record({
          startedAt: fc.nat(1000),
          answered: fc.option(fc.nat(1000)),
          beat: fc.option(fc.nat(3000)),
          now: fc.nat(3000),
        }),
        ({ startedAt, answered, beat, now }) => {
          db.exec('DELETE FROM calls; DELETE FROM heartbeat');
          const answeredAt = answered === null ? null : startedAt + answered;
          openCall(db, callOf('x', startedAt, { answeredAt }));
          if (beat !== null) alive(db, beat);
          const [row] = closeInterrupted(db, now, 'gateway');
          const earliest = answeredAt ?? startedAt;
          expect(row?.endedAt).toBeGreaterThanOrEqual(earliest);
          expect(row?.endedAt).toBeLessThanOrEqual(Math.max(earliest, Math.min(now, beat ?? 0)));
        },
      ),
    );
  });
});

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

describe('outbox', () => {
  const message = { id: 'm1', contactId: 'anna', text: 'Hello', at: 10 };

  it('sends a message once, however often it is added', () => {
    const db = temporaryLedger();
    expect(outboxAdd(db, message)).toEqual({ ...message, state: 'pending', attempts: 0, error: null });
    outboxAdd(db, { ...message, text: 'changed' });
    outboxAdd(db, { ...message, id: 'm0', at: 5 });
    expect(outboxPending(db).map(({ id, text }) => [id, text])).toEqual([
      ['m0', 'Hello'],
      ['m1', 'Hello'],
    ]);
    outboxDone(db, 'm1');
    outboxFail(db, 'm1', 'late', true);
    expect(outboxAdd(db, message).state).toBe('done');
    expect(outboxPending(db).map(({ id }) => id)).toEqual(['m0']);
  });

  it('keeps a message that can be tried again, and takes up one that had failed for good', () => {
    const db = temporaryLedger();
    outboxAdd(db, message);
    outboxFail(db, 'm1', 'offline', false);
    expect(outboxPending(db)).toMatchObject([{ attempts: 1, error: 'offline' }]);
    outboxFail(db, 'm1', 'rejected', true);
    expect(outboxPending(db)).toEqual([]);
    expect(outboxAdd(db, message)).toMatchObject({ state: 'pending', attempts: 2 });
  });
});

describe('recordings index', () => {
  it('goes from writing to finished, which nothing changes any more', () => {
    const db = temporaryLedger();
    openCall(db, callOf('c', 10));
    expect(recordings.recordingBegin(db, recordingOf('c', 10))).toMatchObject({
      state: 'writing',
      bytes: 0,
      closing: null,
    });
    expect(call(db, 'c')?.hasRecording).toBe(true);
    expect(recordings.recordingBegin(db, recordingOf('c', 11, { path: 'other.webm' }))).toBeNull();
    expect(recordings.recordingBegin(db, recordingOf('d', 11, { path: '2026/11/c.webm' }))).toBeNull();
    recordings.recordingProgress(db, 'c', 500);
    recordings.recordingClosing(db, 'c', 'complete');
    recordings.recordingClosing(db, 'c', 'cut');
    expect(recordings.recordingsByState(db, 'writing')).toMatchObject([{ id: 'c', bytes: 500, closing: 'complete' }]);
    const finished = { state: 'complete', durationMs: 1_000, bytes: 600, sha256: 'ab' } as const;
    recordings.recordingFinish(db, 'c', finished);
    recordings.recordingProgress(db, 'c', 1);
    expect(recordings.recordingFinish(db, 'c', { ...finished, state: 'cut' })).toMatchObject(finished);
    expect(recordings.recordingFinish(db, 'unknown', finished)).toBeNull();
    expect(recordings.recordingPathsKnown(db, ['2026/11/x.webm', '2026/11/c.webm'])).toEqual(['2026/11/c.webm']);
    const { rows } = recordings.recordingsPage(db, { before: null, limit: 5 });
    expect(rows.map((row) => recordingRow.strict().parse(row))).toEqual(rows);
  });

  it('gives each further recording of a call its own id, of a length that is allowed', () => {
    const db = temporaryLedger();
    expect(recordings.nextRecordingId(db, 'c')).toBe('c');
    recordings.recordingBegin(db, recordingOf('c', 1));
    expect(recordings.nextRecordingId(db, 'c')).toBe('c-2');
    recordings.recordingBegin(db, recordingOf('c-2', 2));
    expect(recordings.nextRecordingId(db, 'c')).toBe('c-3');
    const long = 'x'.repeat(128);
    recordings.recordingBegin(db, recordingOf(long, 3));
    const next = recordings.nextRecordingId(db, long);
    expect(recordingRow.shape.id.parse(next)).toBe(next);
    expect(next).not.toBe(recordings.nextRecordingId(db, `${'x'.repeat(127)}y`));
  });

  it('adopts a file without a row once', () => {
    const db = temporaryLedger();
    const finished = { state: 'cut', durationMs: 5, bytes: 9, sha256: 'ff' } as const;
    expect(recordings.recordingAdopt(db, recordingOf('o', 1), finished)).toMatchObject({ id: 'o', ...finished });
    expect(recordings.recordingAdopt(db, recordingOf('o', 1), finished)).toBeNull();
  });
});

describe('audit trail', () => {
  it('chains its rows, so that a changed or missing one is found', () => {
    const db = temporaryLedger();
    for (const what of ['started', 'played', 'exported', 'closed'])
      auditAppend(db, { at: 1, who: 'anna', what, details: { recording: 'c', seconds: 3 } });
    expect(auditVerify(db)).toBeNull();
    expect(auditPage(db, { before: null, limit: 2 }).map(({ seq, what }) => [seq, what])).toEqual([
      [4, 'closed'],
      [3, 'exported'],
    ]);
    expect(auditPage(db, { before: 3, limit: 9 }).map(({ seq }) => seq)).toEqual([2, 1]);
    db.exec(`DROP TRIGGER audit_keeps_values; UPDATE audit SET who = 'bruno' WHERE seq = 2`);
    expect(auditVerify(db)).toBe(2);
    db.exec(`UPDATE audit SET who = 'anna' WHERE seq = 2`);
    expect(auditVerify(db)).toBeNull();
    db.exec('DROP TRIGGER audit_keeps_rows; DELETE FROM audit WHERE seq = 3');
    expect(auditVerify(db)).toBe(4);
  });
});
