import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { call } from '../../../src/main/store/ledger/calls.ts';
import { pendingContactEvents } from '../../../src/main/store/ledger/contact-events.ts';
import { alive, closeInterrupted, openCall } from '../../../src/main/store/ledger/journal.ts';
import { callOf } from './support/entries.ts';
import { temporaryLedger } from './support/temporary.ts';

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
