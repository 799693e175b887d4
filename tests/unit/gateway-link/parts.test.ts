import { describe, expect, it } from 'vitest';
import type { ServerMessage } from '#shared/contracts/agent.ts';
import { fail, ok } from '#shared/result.ts';
import { gatewayAddresses, withTicket } from '../../../src/main/gateway-link/addresses.ts';
import { createBackoff } from '../../../src/main/gateway-link/backoff.ts';
import { createCommandBook } from '../../../src/main/gateway-link/command-book.ts';
import { createIntake } from '../../../src/main/gateway-link/intake.ts';
import { createLinkStatus, type LinkState } from '../../../src/main/gateway-link/link-status.ts';
import { fakeWorkspace } from '../../fakes/fake-gateway.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memorySink } from '../../fakes/memory-sink.ts';

describe('gatewayAddresses', () => {
  it.each([
    ['wss://gateway.example/agent', 'https://gateway.example/tickets', 'wss://gateway.example/sip'],
    ['wss://gateway.example', 'https://gateway.example/tickets', 'wss://gateway.example/sip'],
    [
      'wss://gateway.example:8443/team/agent/?x=1',
      'https://gateway.example:8443/team/tickets',
      'wss://gateway.example:8443/team/sip',
    ],
    ['ws://127.0.0.1:5066', 'http://127.0.0.1:5066/tickets', 'ws://127.0.0.1:5066/sip'],
    ['ws://[::1]:5066/', 'http://[::1]:5066/tickets', 'ws://[::1]:5066/sip'],
  ])('%s', (url, tickets, sip) => {
    expect(gatewayAddresses(url)).toEqual({ tickets, sip, agent: sip.replace(/sip$/, 'agent') });
  });

  it.each(['https://gateway.example', 'gateway.example', '', 'wss://'])('%j is none', (url) => {
    expect(gatewayAddresses(url)).toBeNull();
  });

  it('escapes the ticket', () => {
    expect(withTicket('ws://x/sip', 'a+b/c&d')).toBe('ws://x/sip?ticket=a%2Bb%2Fc%26d');
  });
});

describe('createBackoff', () => {
  it('tries every two seconds for half a minute, then ever more rarely, and never all at once', () => {
    const slow = createBackoff(() => 1);
    const waits = Array.from({ length: 30 }, () => slow.next());
    const halfMinute = waits.findIndex(
      (_wait, index) => waits.slice(0, index).reduce((sum, wait) => sum + wait, 0) >= 30_000,
    );
    expect(Math.max(...waits.slice(0, halfMinute))).toBeLessThanOrEqual(1875);
    expect(Math.max(...waits)).toBe(12_500);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    slow.reset();
    expect(slow.next()).toBe(waits[0]);
    expect(createBackoff(() => 0).next()).not.toBe(createBackoff(() => 1).next());
  });
});

describe('link status', () => {
  function createStatus() {
    const clock = manualClock();
    const heard: LinkState[] = [];
    return { clock, heard, status: createLinkStatus(clock, (state) => heard.push(state)) };
  }

  it('says connecting for a while before it says offline, and does not flicker', () => {
    const { clock, heard, status } = createStatus();
    expect(status.current()).toEqual({ state: 'connecting', reason: 'starting' });
    status.down('no connection (ECONNREFUSED)');
    clock.advance(2499);
    expect(status.current().state).toBe('connecting');
    clock.advance(1);
    expect(status.current()).toEqual({ state: 'offline', reason: 'no connection (ECONNREFUSED)' });
    status.down('no connection (ECONNREFUSED)');
    expect(heard).toHaveLength(2);
    status.up();
    status.up();
    expect(heard.slice(2)).toEqual([{ state: 'connected', reason: null }]);
  });

  it('hides a short cut behind connecting', () => {
    const { clock, heard, status } = createStatus();
    status.up();
    status.down('the connection was lost');
    clock.advance(2000);
    status.up();
    clock.advance(10_000);
    expect(heard.map(({ state }) => state)).toEqual(['connected', 'connecting', 'connected']);
  });

  it('is offline at once where trying makes no sense, until it is tried anew', () => {
    const { clock, status } = createStatus();
    status.up();
    status.off('the gateway refuses the token');
    expect(status.current()).toEqual({ state: 'offline', reason: 'the gateway refuses the token' });
    status.trying();
    expect(status.current().state).toBe('connecting');
    clock.advance(2500);
    expect(status.current().state).toBe('offline');
  });
});

describe('command book', () => {
  const read = { do: 'read', contactId: 'anna', upTo: 1 } as const;
  const sentTo = (messages: { id: string }[]) => (message: { type: string }) => {
    messages.push(message as unknown as { id: string });
  };

  it('keeps commands over reconnects until they are answered', async () => {
    const book = createCommandBook(manualClock());
    const first: { id: string }[] = [];
    const second: { id: string }[] = [];
    const answer = book.give(read, '1', 1000);
    book.connected(sentTo(first));
    book.disconnected();
    book.connected(sentTo(second));
    expect([first.map(({ id }) => id), second.map(({ id }) => id)]).toEqual([['1'], ['1']]);
    book.replied('1', null);
    book.replied('1', { code: 'internal' });
    expect(await answer).toEqual(ok(null));
    book.disconnected();
    const third: { id: string }[] = [];
    book.connected(sentTo(third));
    expect(third).toEqual([]);
  });

  it('takes a repeated id for the same command', async () => {
    const book = createCommandBook(manualClock());
    const sent: { id: string }[] = [];
    book.connected(sentTo(sent));
    const answers = [book.give(read, '1', 1000), book.give(read, '1', 1000)];
    expect(sent).toHaveLength(1);
    book.replied('1', { code: 'not-found', detail: 'no such contact' });
    expect(await Promise.all(answers)).toEqual([
      fail('not-found', 'no such contact'),
      fail('not-found', 'no such contact'),
    ]);
  });

  it('says in time that nobody answered, and whether there was a connection', async () => {
    const clock = manualClock();
    const book = createCommandBook(clock);
    const offline = book.give(read, '1', 1000);
    clock.advance(1000);
    book.connected(() => undefined);
    const timeout = book.give(read, '2', 1000);
    clock.advance(1000);
    expect(await Promise.all([offline, timeout])).toEqual([fail('offline'), fail('timeout')]);
  });

  it('sends many in their order and never floods', () => {
    const book = createCommandBook(manualClock());
    const sent: { id: string }[] = [];
    for (let id = 1; id <= 100; id += 1) void book.give(read, String(id), 1000);
    book.connected(sentTo(sent));
    expect(sent).toHaveLength(32);
    for (let id = 1; id <= 100; id += 1) book.replied(String(id), null);
    expect(sent.map(({ id }) => Number(id))).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it('sends nothing that the contract does not know', async () => {
    const book = createCommandBook(manualClock());
    const sent: { id: string }[] = [];
    book.connected(sentTo(sent));
    expect(await book.give({ do: 'read', contactId: '', upTo: -1 }, '1', 1000)).toMatchObject({
      error: { code: 'invalid' },
    });
    expect(sent).toEqual([]);
  });

  it('answers everything when it is closed', async () => {
    const book = createCommandBook(manualClock());
    const answer = book.give(read, '1', 1000);
    book.close();
    expect(await answer).toEqual(fail('offline'));
    expect(await book.give(read, '2', 1000)).toEqual(fail('offline'));
  });
});

describe('intake', () => {
  const event = (cursor: number) => ({
    cursor,
    at: cursor,
    event: { type: 'read', contactId: 'anna', upTo: cursor, agentId: 'a' } as const,
  });
  const events = (...cursors: number[]) => ({ type: 'events', epoch: 'e', events: cursors.map(event) }) as const;
  const begin = { type: 'snapshot.begin', epoch: 'e', workspace: fakeWorkspace } as const;
  const part: ServerMessage = { type: 'snapshot.part', contacts: [], messages: [], events: [], reads: [], states: [] };

  async function createFilled() {
    const sink = memorySink();
    const intake = createIntake(sink, { epoch: null, cursor: 0 });
    for (const message of [begin, part, { type: 'snapshot.end', cursor: 3 } as const]) await intake.take(message);
    return { sink, intake };
  }

  it('takes a snapshot, then events in order', async () => {
    const { sink, intake } = await createFilled();
    expect(await intake.take(events(4, 5))).toEqual({ go: 'up' });
    expect(await intake.take(events(3, 4, 5, 6))).toEqual({ go: 'up' });
    expect(await intake.take(events(1, 2))).toEqual({ go: 'up' });
    expect(sink.applied.map(({ cursor }) => cursor)).toEqual([4, 5, 6]);
    expect(sink.violations).toEqual([]);
  });

  it.each([
    ['a hole before', events(5)],
    ['a hole within', events(4, 6)],
    ['another order', events(5, 4)],
    ['another epoch', { ...events(4), epoch: 'f' }],
    ['a cursor that is not ours', { type: 'current', epoch: 'e', cursor: 4 } as const],
    ['a current of another epoch', { type: 'current', epoch: 'f', cursor: 3 } as const],
    ['a part of no snapshot', part],
    ['an end of no snapshot', { type: 'snapshot.end', cursor: 9 } as const],
  ] as readonly (readonly [string, ServerMessage])[])(
    'starts again after %s, and keeps nothing of it',
    async (_what, message) => {
      const { sink, intake } = await createFilled();
      expect((await intake.take(message)).go).toBe('again');
      expect(sink.applied).toEqual([]);
      expect(await sink.position()).toEqual(ok({ epoch: 'e', cursor: 3 }));
    },
  );

  it('undoes half a snapshot', async () => {
    const { sink, intake } = await createFilled();
    await intake.take(begin);
    expect((await intake.take(events(4))).go).toBe('again');
    await intake.end();
    expect(await sink.position()).toEqual(ok({ epoch: 'e', cursor: 3 }));
    expect(sink.violations).toEqual([]);
  });

  it('says when nothing can be kept', async () => {
    const { sink, intake } = await createFilled();
    sink.full = true;
    expect(await intake.take(events(4))).toEqual({
      go: 'stuck',
      reason: 'what the gateway tells cannot be kept (disk-full)',
    });
    sink.full = false;
    expect(await intake.take(events(4))).toEqual({ go: 'up' });
  });
});
