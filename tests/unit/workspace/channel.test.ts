import { describe, expect, it } from 'vitest';
import type { StateEvent, WorkspaceState } from '#shared/contracts/agent.ts';
import type { ChannelSettings } from '#shared/contracts/calling.ts';
import { ok } from '#shared/result.ts';
import { createChannelReads } from '../../../src/main/workspace/channel.ts';

const hour = 3_600_000;
/** A Monday, 00:00 UTC. */
const monday = Date.UTC(2026, 9, 12);
const week = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
const nine = { timeZone: 'UTC', week: { ...week, monday: [{ open: '09:00', close: '18:00' }] }, holidays: [] };
const ringing = { mode: 'everyone', assigneeMs: 15_000 } as const;

function viewAt(
  now: number,
  change: Partial<ChannelSettings>,
  clockAheadMs = 0,
  balance = '25.00',
  gatewayAheadMs = 0,
) {
  const settings = { callingOn: true, contactsMayCall: true, hours: null, ringing, ...change };
  const told: StateEvent = { type: 'channel', settings, messagingLimit: null, pausedUntil: null, clockAheadMs };
  const workspace: WorkspaceState = {
    name: 'O',
    number: '+390612345678',
    balance,
    currency: 'USD',
    recording: true,
    video: true,
    notes: true,
    rules: '',
  };
  const reads = createChannelReads({
    cache: {
      statesByKey: async () => ok([told]),
      workspace: async () => ok(workspace),
      callStatistics: async () => ok({ tallies: [], missed: [] }),
    },
    now: () => now,
    gatewayAheadMs: () => gatewayAheadMs,
    timeZone: () => 'UTC',
  });
  return reads.view();
}

describe('whether calls of contacts ring', () => {
  it('by the hours, and when again', async () => {
    expect(await viewAt(monday, { hours: nine })).toMatchObject({
      value: { incoming: { allowed: false, rule: 'out-of-hours', liftsAt: monday + 9 * hour } },
    });
    expect(await viewAt(monday + 10 * hour, { hours: nine })).toMatchObject({
      value: { incoming: { allowed: true, remaining: { closesAt: monday + 18 * hour } } },
    });
  });

  it('by the clock of the gateway, which a scenario may have set ahead', async () => {
    expect(await viewAt(monday, { hours: nine }, 10 * hour)).toMatchObject({
      value: { incoming: { allowed: true }, clockAheadMs: 10 * hour },
    });
    expect(await viewAt(monday, { hours: nine }, 4 * hour, '25.00', 6 * hour)).toMatchObject({
      value: { incoming: { allowed: true }, clockAheadMs: 10 * hour },
    });
  });

  it('by its switches and the balance', async () => {
    const refused = (rule: string) => ({ value: { incoming: { allowed: false, rule, liftsAt: null } } });
    expect(await viewAt(monday, { contactsMayCall: false })).toMatchObject(refused('contacts-may-not-call'));
    expect(await viewAt(monday, { callingOn: false })).toMatchObject(refused('calling-off'));
    expect(await viewAt(monday, {}, 0, '9.99')).toMatchObject(refused('balance-low'));
  });
});
