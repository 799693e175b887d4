import { describe, expect, it } from 'vitest';
import type { StateEvent } from '#shared/contracts/agent.ts';
import type { CallRow } from '#shared/contracts/records.ts';
import { stateKeyOf } from '#shared/domain/state-key.ts';
import { ok } from '#shared/result.ts';
import type { CacheChanges } from '../../../src/main/store/cache-store.ts';
import { callingChanged, createCallingFacts } from '../../../src/main/workspace/calling-facts.ts';
import { createCosts } from '../../../src/main/workspace/costs.ts';
import { granted } from './facts.ts';

const states: readonly StateEvent[] = [
  {
    type: 'channel',
    settings: {
      callingOn: false,
      contactsMayCall: true,
      hours: null,
      ringing: { mode: 'everyone', assigneeMs: 15_000 },
    },
    messagingLimit: 1000,
    pausedUntil: null,
    clockAheadMs: 86_400_000,
  },
  { type: 'rates', card: [{ place: 'IT', fromMinutes: 0, perMinute: '0.0103', currency: 'USD' }] },
  { type: 'contact.calling', contactId: 'anna', state: granted },
  { type: 'contact.assigned', contactId: 'anna', assignee: { id: 'b', name: 'Bruno' } },
];

const factsWith = (told: readonly StateEvent[], linkAheadMs = 0) =>
  createCallingFacts(
    {
      contact: async (id) =>
        ok(
          id === 'anna'
            ? { contact: { id, name: 'Anna', phone: '+393331234567' }, unread: 0, missed: 0, serviceWindowUntil: null }
            : null,
        ),
      workspace: async () =>
        ok({
          name: 'O',
          number: '+390612345678',
          balance: '12.00',
          currency: 'USD',
          recording: true,
          video: true,
          notes: true,
          rules: 'meta-2026-10',
        }),
      statesByKey: async (keys) => ok(told.filter((state) => keys.includes(stateKeyOf(state)))),
    },
    () => Date.UTC(2026, 9, 31, 12),
    () => linkAheadMs,
  );

describe('the facts about a contact', () => {
  it('name the price at which the month has arrived, by the clock of the rules', async () => {
    const card = [0, 50].map((fromMinutes) => ({
      place: 'IT',
      fromMinutes,
      perMinute: fromMinutes === 0 ? '0.0103' : '0.0084',
      currency: 'USD',
    }));
    const priced = [...states.filter(({ type }) => type !== 'rates'), { type: 'rates', card } as const];
    const volume = (month: string, seconds: number) => ({ type: 'volume', month, seconds: { IT: seconds } }) as const;
    const perMinute = async (...told: readonly StateEvent[]) => {
      const facts = await factsWith([...priced, ...told])('anna');
      return facts.ok ? facts.value.rate?.perMinute : facts;
    };
    // The clock of the rules is a day ahead: it is November there.
    expect(await perMinute(volume('2026-10', 90_000))).toBe('0.0103');
    expect(await perMinute(volume('2026-10', 90_000), volume('2026-11', 3_000))).toBe('0.0103');
    expect(await perMinute(volume('2026-11', 3_001))).toBe('0.0084');
  });

  it('are put together from all that the gateway told', async () => {
    expect(await factsWith(states)('anna')).toMatchObject({
      value: {
        number: '+393331234567',
        channel: { callingOn: false, balance: '12.00', messagingLimit: 1000 },
        state: granted,
        rate: { perMinute: '0.0103', currency: 'USD' },
        profile: 'meta-2026-10',
        clockAheadMs: 86_400_000,
        assignee: { name: 'Bruno' },
      },
    });
  });

  it('are those of a contact who was never asked where it told of the channel only', async () => {
    expect(await factsWith(states.slice(0, 1))('anna')).toMatchObject({
      value: { state: { permission: { status: 'none' }, waiting: null, serviceWindowUntil: null } },
    });
  });

  it('count how wrong the clock here is to how far a scenario has set the gateway’s', async () => {
    expect(await factsWith(states, -5_000)('anna')).toMatchObject({ value: { clockAheadMs: 86_395_000 } });
    expect(await factsWith([], 7_000)('anna')).toMatchObject({ value: { clockAheadMs: 7_000 } });
  });

  it('are few where it told little', async () => {
    expect(await factsWith([])('anna')).toMatchObject({
      value: { channel: { callingOn: true }, state: null, rate: null, clockAheadMs: 0, assignee: null },
    });
    expect(await factsWith([])('nobody')).toMatchObject({ error: { code: 'not-found' } });
  });
});

const changes = (more: Partial<CacheChanges>): CacheChanges => ({
  conversations: [],
  timeline: [],
  states: [],
  counters: { unread: 0, missed: 0, unplayed: 0 },
  ...more,
});

describe('a change', () => {
  it('concerns one contact, everybody or nobody', () => {
    expect(callingChanged(changes({ states: states.slice(2) }))).toEqual(['anna']);
    expect(callingChanged(changes({ states: states.slice(0, 1) }))).toBeNull();
    expect(callingChanged(changes({ states: states.slice(1, 2) }))).toBeNull();
    expect(callingChanged(changes({}))).toEqual([]);
  });
});

describe('what a call cost', () => {
  it('is noted for the calls of this desktop, and told to the window', async () => {
    const told: (readonly CallRow[])[] = [];
    const faults: string[] = [];
    const log = { info: () => undefined, warn: () => undefined, error: (text: string) => void faults.push(text) };
    const row = { id: 'mine' } as CallRow;
    const note = createCosts({
      ledger: { chargeCall: async (id) => ok(id === 'mine' ? row : null) },
      rowsChanged: (rows) => told.push(rows),
      log,
    });
    const cost = { type: 'call.cost', contactId: 'anna', amount: '0.01', currency: 'USD', chargedSeconds: 60 } as const;
    await note([
      { ...cost, callId: 'mine' },
      { ...cost, callId: 'of a colleague' },
    ]);
    expect(told).toEqual([[row]]);
    expect(faults).toEqual([]);
  });
});
