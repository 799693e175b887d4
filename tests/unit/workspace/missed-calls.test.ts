import { describe, expect, it } from 'vitest';
import type { CallRow, ContactEvent } from '#shared/contracts/records.ts';
import { ok } from '#shared/result.ts';
import { isGuessed } from '../../../src/main/store/guessed-outcome.ts';
import type { NewCall } from '../../../src/main/store/ledger-store.ts';
import { createMissedCalls } from '../../../src/main/workspace/missed-calls.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const now = 1_800_000_000_000;
const day = 24 * 60 * 60 * 1000;

const missed = (number: number, at = now - number): ContactEvent => ({
  id: `call-${number}/missed-call`,
  contactId: 'anna',
  type: 'missed-call',
  at,
  callId: `call-${number}`,
  kind: 'video',
  durationMs: null,
  agent: null,
});

function desk() {
  const calls = new Map<string, CallRow>();
  const pushed: (readonly CallRow[])[] = [];
  let atOnce = 0;
  let most = 0;
  const note = createMissedCalls({
    ledger: {
      call: async (id) => ok(calls.get(id) ?? null),
      openCall: async (call: NewCall) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await Promise.resolve();
        atOnce -= 1;
        const known = calls.get(call.id);
        const row = known === undefined || isGuessed(known) ? { ...call, hasRecording: false } : known;
        calls.set(call.id, row);
        return ok(row);
      },
    },
    cache: {
      contact: async (id) =>
        ok(
          id === 'anna'
            ? {
                contact: { id, name: 'Anna Bianchi', phone: '+393331234567' },
                unread: 0,
                missed: 0,
                serviceWindowUntil: null,
              }
            : null,
        ),
    },
    rowsChanged: (rows) => pushed.push(rows),
    now: async () => now,
    log: memoryLog(),
  });
  return { note, calls, pushed, mostAtOnce: () => most };
}

describe('missed calls from elsewhere', () => {
  it('get a row with what is known of the contact', async () => {
    const { note, pushed } = desk();
    await note([missed(1)]);
    expect(pushed).toEqual([
      [
        expect.objectContaining({
          id: 'call-1',
          name: 'Anna Bianchi',
          phone: '+393331234567',
          kind: 'video',
          direction: 'user-initiated',
          outcome: 'missed',
          startedAt: now - 1,
          endedAt: now - 1,
        }),
      ],
    ]);
  });

  it('leave the row of a call that rang here as it is, and tell nobody again', async () => {
    const { note, calls, pushed } = desk();
    await note([missed(1)]);
    const row = calls.get('call-1');
    if (row !== undefined) calls.set('call-1', { ...row, outcome: 'declined' });
    await note([missed(1)]);
    expect(calls.get('call-1')?.outcome).toBe('declined');
    expect(pushed).toHaveLength(1);
  });

  it('say what became of a call of which this desktop could only guess it', async () => {
    for (const [outcome, reason] of [
      ['interrupted', null],
      ['missed', 'shutdown'],
      ['missed', 'grace-timeout'],
    ] as const) {
      const { note, calls, pushed } = desk();
      await note([missed(1)]);
      const row = calls.get('call-1');
      if (row !== undefined) calls.set('call-1', { ...row, outcome, reason });
      await note([missed(1)]);
      expect(calls.get('call-1')).toMatchObject({ outcome: 'missed', reason: null });
      await note([missed(1)]);
      expect(pushed).toHaveLength(2);
    }
  });

  it('are written one after the other and told in parts, however many a snapshot brings', async () => {
    const { note, calls, pushed, mostAtOnce } = desk();
    const first = note(Array.from({ length: 150 }, (_, number) => missed(number)));
    await Promise.all([first, note(Array.from({ length: 100 }, (_, number) => missed(number + 150)))]);
    expect(calls.size).toBe(250);
    expect(mostAtOnce()).toBe(1);
    expect(pushed.map((rows) => rows.length)).toEqual([100, 50, 100]);
  });

  it('are left out where they are long past, no calls, or nothing of the kind', async () => {
    const { note, calls } = desk();
    await note([
      missed(1, now - 31 * day),
      { ...missed(2), callId: null },
      { ...missed(3), type: 'answered-call' },
      missed(4, now - 29 * day),
    ]);
    expect([...calls.keys()]).toEqual(['call-4']);
  });

  it('take the name from the id where nobody knows the contact', async () => {
    const { note, calls } = desk();
    await note([{ ...missed(1), contactId: 'nobody', kind: null }]);
    expect(calls.get('call-1')).toMatchObject({ name: 'nobody', phone: null, kind: 'voice' });
  });
});
