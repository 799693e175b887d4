import { describe, expect, it, vi } from 'vitest';
import type { ContactEvent } from '#shared/contracts/records.ts';
import { type ErrorCode, fail, ok, type Result } from '#shared/result.ts';
import { storeFailure } from '../../../src/main/store/store-error.ts';
import { createContactEvents } from '../../../src/main/workspace/contact-events.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const event = (number: number, contactId = 'anna'): ContactEvent => ({
  id: `call-${String(number).padStart(5, '0')}/missed-call`,
  contactId,
  type: 'missed-call',
  at: 1000 + number,
  callId: `call-${number}`,
  kind: 'voice',
  durationMs: null,
  agent: null,
});

function reporter(events: readonly ContactEvent[]) {
  const pending = new Map(events.map((each) => [each.id, each]));
  const told: string[] = [];
  const clock = manualClock();
  const log = memoryLog();
  const state = { answer: (_id: string): Result<null> => ok(null), broken: false };
  const reports = createContactEvents({
    ledger: {
      pendingContactEvents: async ({ after = null, limit = 1000 } = {}) => ({
        ok: true,
        value: [...pending.values()].filter(({ at }) => at > (after?.at ?? -1)).slice(0, limit),
      }),
      acknowledgeContactEvents: async (ids) => {
        if (state.broken) return { ok: false, error: storeFailure('disk-full', 'no space left') };
        for (const id of ids) pending.delete(id);
        return { ok: true, value: null };
      },
    },
    command: async (command) => {
      if (command.do !== 'contact.event') return fail('invalid');
      told.push(command.event.id);
      return state.answer(command.event.id);
    },
    clock,
    log,
  });
  return { reports, pending, told, clock, log, state };
}

describe('facts for the gateway', () => {
  it('are told oldest first and then never again', async () => {
    const events = [event(1), event(2), event(3)];
    const { reports, pending, told } = reporter(events);
    await reports.flush();
    await reports.flush();
    expect(told).toEqual(events.map(({ id }) => id));
    expect(pending.size).toBe(0);
  });

  it('are all told, however many a day without the gateway has left', async () => {
    const { reports, pending } = reporter(Array.from({ length: 2500 }, (_, number) => event(number)));
    await reports.flush();
    expect(pending.size).toBe(0);
  });

  it.each<ErrorCode>(['not-found', 'rejected', 'invalid', 'unsupported', 'forbidden'])(
    'that the gateway answers with "%s" are given up and do not hold up the others',
    async (code) => {
      const { reports, pending, told, state, log } = reporter([event(1), event(2, 'bruno')]);
      state.answer = (id) => (id === event(1).id ? fail(code) : ok(null));
      await reports.flush();
      expect(told).toHaveLength(2);
      expect(pending.size).toBe(0);
      expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    },
  );

  it('wait for the next connection while there is none', async () => {
    const { reports, pending, state, clock } = reporter([event(1), event(2)]);
    state.answer = () => fail('offline');
    await reports.flush();
    expect(pending.size).toBe(2);
    expect(clock.pending).toBe(0);
    state.answer = () => ok(null);
    await reports.flush();
    expect(pending.size).toBe(0);
  });

  it('are told again by themselves where the gateway could not keep them', async () => {
    const { reports, pending, state, clock } = reporter([event(1)]);
    state.answer = () => fail('storage');
    await reports.flush();
    expect(clock.pending).toBe(1);
    state.answer = () => ok(null);
    clock.advance(60_000);
    await vi.waitFor(() => expect(pending.size).toBe(0));
  });

  it('do not go round in circles while the ledger cannot be written', async () => {
    const { reports, told, state, clock, pending } = reporter([event(1), event(2, 'bruno')]);
    state.broken = true;
    await reports.flush();
    expect(told.length).toBeLessThanOrEqual(2);
    expect(clock.pending).toBe(1);
    state.broken = false;
    clock.advance(60_000);
    await vi.waitFor(() => expect(pending.size).toBe(0));
  });
});
