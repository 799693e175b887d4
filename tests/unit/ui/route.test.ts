import { describe, expect, it } from 'vitest';
import type { CallRow } from '#shared/contracts/records.ts';
import { callsTabs, isInTab } from '../../../src/renderer/ui/state/orders.ts';
import { parseRoute, type Route, routeHref } from '../../../src/renderer/ui/state/route.ts';

describe('the address', () => {
  const routes: readonly Route[] = [
    { view: 'inbox', contactId: null },
    { view: 'inbox', contactId: 'anna' },
    { view: 'inbox', contactId: 'sip:anna@example.com/../%2f #?' },
    { view: 'calls', tab: 'all' },
    { view: 'calls', tab: 'missed' },
    { view: 'recordings' },
    { view: 'settings' },
  ];

  it.each(routes)('leads back to %j', (route) => {
    expect(parseRoute(routeHref(route))).toEqual(route);
  });

  it.each(['', '#', '#/nowhere', '#/inbox/', '#/inbox/%E0%A4%A'])('%j is the inbox', (hash) => {
    expect(parseRoute(hash)).toEqual({ view: 'inbox', contactId: null });
  });

  it('with an unknown tab shows all calls', () => {
    expect(parseRoute('#/calls/constructor')).toEqual({ view: 'calls', tab: 'all' });
  });
});

describe('tabs of the call history', () => {
  const row = (changes: Partial<CallRow>): CallRow => ({
    id: 'c',
    contactId: 'anna',
    name: 'Anna',
    phone: null,
    direction: 'user-initiated',
    kind: 'voice',
    startedAt: 1,
    answeredAt: null,
    endedAt: 2,
    outcome: 'missed',
    reason: null,
    hasRecording: false,
    ...changes,
  });
  const tabsOf = (changes: Partial<CallRow>) => callsTabs.filter((tab) => isInTab(tab, row(changes)));

  it.each([
    [{ outcome: 'missed' as const }, ['all', 'missed']],
    [{ outcome: 'answered' as const, answeredAt: 1 }, ['all', 'answered']],
    [{ outcome: 'answered-elsewhere' as const }, ['all']],
    [{ outcome: null }, ['all']],
    [{ outcome: 'no-answer' as const, direction: 'business-initiated' as const }, ['all', 'outgoing']],
    [{ outcome: 'answered' as const, direction: 'business-initiated' as const }, ['all', 'answered', 'outgoing']],
  ])('%j stands in %j', (changes, tabs) => {
    expect(tabsOf(changes)).toEqual(tabs);
  });
});
