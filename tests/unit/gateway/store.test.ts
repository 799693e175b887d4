import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { GatewayStore } from '../../../src/gateway/store/gateway-store.ts';
import { keptEvents } from '../../../src/gateway/store/operations.ts';
import { type SnapshotPosition, snapshotStart } from '../../../src/gateway/store/read.ts';
import { type GatewayEvent, numberedEvent } from '../../../src/shared/contracts/agent.ts';
import type { ContactEvent, Message } from '../../../src/shared/contracts/records.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { testWorkspace } from '../../fakes/gateway-connector.ts';
import { recordedLog } from '../../fakes/gateway-log.ts';
import { eventsOf, memoryStore, settle } from './support.ts';

const contact = (id: string, name = `Name of ${id}`): GatewayEvent => ({
  type: 'contact',
  state: { contact: { id, name, phone: null }, serviceWindowUntil: null },
});

const message = (id: string, contactId = 'anna', over: Partial<Message> = {}): GatewayEvent => ({
  type: 'message',
  message: { id, contactId, direction: 'in', text: 'hello', at: 1, status: 'delivered', ...over },
});

const call = (id: string, contactId = 'anna', over: Partial<ContactEvent> = {}): GatewayEvent => ({
  type: 'contact.event',
  event: {
    id,
    contactId,
    type: 'missed-call',
    at: 1,
    callId: null,
    kind: null,
    durationMs: null,
    agent: null,
    ...over,
  },
});

const put = async (store: GatewayStore, ...events: readonly GatewayEvent[]): Promise<void> => {
  for (const event of events) store.publish({ do: 'event', event });
  await settle();
};

/** The whole snapshot of a cursor. */
function snapshot(store: GatewayStore, cursor = store.cursor()) {
  const whole = {
    contacts: [] as unknown[],
    messages: [] as unknown[],
    events: [] as unknown[],
    reads: [] as unknown[],
    states: [] as unknown[],
  };
  let parts = 0;
  for (let position: SnapshotPosition | null = snapshotStart; position !== null; parts += 1) {
    const read = store.snapshotPart(position, cursor);
    for (const key of ['contacts', 'messages', 'events', 'reads', 'states'] as const)
      whole[key].push(...read.part[key]);
    position = read.next;
  }
  return { ...whole, parts };
}

describe('the event log', () => {
  it('numbers what is new from 1, without gaps, as the contract wants it', async () => {
    const clock = manualGatewayClock();
    const store = memoryStore(clock);
    expect([store.cursor(), store.oldestCursor()]).toEqual([0, 0]);
    await put(store, contact('anna'), message('m1'), message('m1'), call('c/missed-call'), call('c/missed-call'));
    const logged = store.eventsAfter(0, 10).map(({ text }) => numberedEvent.parse(JSON.parse(text)));
    expect(logged.map(({ cursor, at, event }) => [cursor, at, event.type])).toEqual([
      [1, clock.now(), 'contact'],
      [2, clock.now(), 'message'],
      [3, clock.now(), 'contact.event'],
    ]);
    expect(store.eventsAfter(2, 10).map(({ cursor }) => cursor)).toEqual([3]);
    expect(store.cursor()).toBe(3);
  });

  it('says nothing that changes nothing', async () => {
    const store = memoryStore();
    const workspace: GatewayEvent = { type: 'workspace', workspace: testWorkspace };
    const read = (upTo: number): GatewayEvent => ({ type: 'read', contactId: 'anna', upTo, agentId: 'a' });
    await put(store, contact('anna'), contact('anna'), workspace, workspace, read(5), read(5), read(4), read(6));
    expect(eventsOf(store).map(({ type }) => type)).toEqual(['contact', 'workspace', 'read', 'read']);
    await put(store, contact('anna', 'Anna B.'));
    expect(store.contact('anna')?.contact.name).toBe('Anna B.');
    expect(store.cursor()).toBe(5);
  });

  it('moves a message only forward', async () => {
    const store = memoryStore();
    const status = (to: Message['status']): GatewayEvent => ({
      type: 'message.status',
      messageId: 'm',
      contactId: 'anna',
      status: to,
    });
    await put(store, contact('anna'), message('m', 'anna', { status: 'sending', direction: 'out' }));
    await put(store, status('sent'), status('read'), status('delivered'), status('failed'), status('read'));
    expect(store.message('m')?.status).toBe('read');
    expect(eventsOf(store, 2)).toHaveLength(2);
    await put(store, message('n', 'anna', { status: 'sending' }), {
      ...status('failed'),
      messageId: 'n',
    } as GatewayEvent);
    await put(
      store,
      { ...status('sent'), messageId: 'n' } as GatewayEvent,
      { ...status('sent'), messageId: 'x' } as GatewayEvent,
    );
    expect(store.message('n')?.status).toBe('failed');
  });

  it('makes a contact that nobody named, and introduces only who is unknown', async () => {
    const store = memoryStore();
    await put(store, message('m', 'stranger'));
    expect(eventsOf(store).map(({ type }) => type)).toEqual(['contact', 'message']);
    store.publish({ do: 'introduce', contact: { id: 'stranger', name: 'Known better', phone: null } });
    store.publish({ do: 'introduce', contact: { id: 'new', name: 'New', phone: null } });
    await settle();
    expect(store.contact('stranger')?.contact.name).toBe('stranger');
    expect(store.contact('new')?.contact.name).toBe('New');
  });

  it('drops and logs what the contract forbids, and keeps the rest', async () => {
    const log = recordedLog();
    const store = memoryStore(manualGatewayClock(), log);
    await put(store, message('', 'anna'), contact('anna', ''), contact('anna'));
    expect(eventsOf(store).map(({ type }) => type)).toEqual(['contact']);
    expect(log.errors()).toHaveLength(2);
    await expect(store.submit(message(''))).resolves.toMatchObject({ ok: false, error: { code: 'invalid' } });
  });

  it('answers a submission when it is kept, new or known', async () => {
    const store = memoryStore();
    await put(store, contact('anna'));
    await expect(store.submit(message('m'))).resolves.toEqual({ ok: true, value: true });
    await expect(store.submit(message('m'))).resolves.toEqual({ ok: true, value: false });
    expect(store.cursor()).toBe(2);
  });

  it('tells listeners after the commit, whatever one of them does', async () => {
    const log = recordedLog();
    const store = memoryStore(manualGatewayClock(), log);
    const seen: number[] = [];
    store.onEvents(() => {
      throw new Error('broken');
    });
    const stop = store.onEvents(() => seen.push(store.cursor()));
    await put(store, contact('a'), contact('b'));
    stop();
    await put(store, contact('c'));
    expect(seen).toEqual([2]);
    expect(log.errors()[0]).toContain('broken');
  });

  it('knows the workspace before it is written', () => {
    const store = memoryStore();
    expect(store.workspace()).toBeNull();
    store.publish({ do: 'event', event: { type: 'workspace', workspace: testWorkspace } });
    expect(store.workspace()).toEqual(testWorkspace);
  });

  it('keeps the steps of each run and the calls that are open', async () => {
    const store = memoryStore();
    store.publish({ do: 'step', runId: 'one', step: 3 }, { do: 'step', runId: 'one', step: 3 });
    store.publish({ do: 'step', runId: 'two', step: 4 });
    const open = {
      callId: 'c',
      contactId: 'anna',
      direction: 'user-initiated',
      kind: 'voice',
      answeredAt: null,
      agent: null,
    } as const;
    store.publish({ do: 'call.open', call: open });
    store.publish({ do: 'call.open', call: { ...open, answeredAt: 5, agent: 'Bruno' } });
    await settle();
    expect([store.doneSteps('one'), store.doneSteps('two'), store.doneSteps('three')]).toEqual([[3], [4], []]);
    expect(store.openCalls()).toEqual([{ ...open, answeredAt: 5, seenAt: null, agent: 'Bruno' }]);
    store.publish({ do: 'call.close', callId: 'c' });
    await settle();
    expect(store.openCalls()).toEqual([]);
  });

  it('forgets the oldest events, but not what they brought about', async () => {
    const store = memoryStore();
    const count = keptEvents + 2_500;
    for (let index = 0; index < count; index += 1) store.publish({ do: 'event', event: message(`m${index}`, 'anna') });
    await vi.waitFor(() => expect(store.cursor()).toBe(count + 1), { timeout: 20_000, interval: 50 });
    expect(store.oldestCursor()).toBeGreaterThanOrEqual(2_000);
    expect(store.oldestCursor()).toBeLessThan(3_600);
    expect(store.message('m0')).not.toBeNull();
    expect(store.eventsAfter(store.oldestCursor(), 5)).toHaveLength(5);
  }, 30_000);
});

describe('a snapshot', () => {
  it('holds everything, in parts', async () => {
    const store = memoryStore();
    for (let index = 0; index < 700; index += 1)
      await put(store, ...(index % 100 === 0 ? [contact(`c${index}`)] : [message(`m${index}`, 'c0')]));
    await put(store, call('x', 'c0', { durationMs: 5, agent: 'B', callId: 'x', kind: 'video' }), {
      type: 'read',
      contactId: 'c0',
      upTo: 9,
      agentId: 'a',
    });
    const { contacts, messages, events, reads, parts } = snapshot(store);
    expect([contacts.length, messages.length]).toEqual([7, 693]);
    expect(events).toEqual([
      (call('x', 'c0', { durationMs: 5, agent: 'B', callId: 'x', kind: 'video' }) as { event: unknown }).event,
    ]);
    expect(reads).toEqual([{ contactId: 'c0', upTo: 9 }]);
    expect(parts).toBeGreaterThan(5);
  });

  it('with the events after it says the same as the store, though it was read while the store changed', async () => {
    const ids = ['anna', 'bruno', 'carla'];
    const event = fc.oneof(
      fc.record({ kind: fc.constant('message'), id: fc.nat(30), who: fc.constantFrom(...ids) }),
      fc.record({ kind: fc.constant('call'), id: fc.nat(30), who: fc.constantFrom(...ids) }),
      fc.record({ kind: fc.constant('read'), id: fc.nat(30), who: fc.constantFrom(...ids) }),
      fc.record({ kind: fc.constant('contact'), id: fc.nat(3), who: fc.constantFrom(...ids) }),
    );
    const toEvent = ({ kind, id, who }: { kind: string; id: number; who: string }): GatewayEvent => {
      if (kind === 'message') return message(`m${id}`, who);
      if (kind === 'call') return call(`e${id}`, who);
      if (kind === 'read') return { type: 'read', contactId: who, upTo: id, agentId: 'a' };
      return contact(who, `Name ${id}`);
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 40 }),
        fc.array(event, { maxLength: 40 }),
        async (before, after) => {
          const store = memoryStore();
          await put(store, ...before.map(toEvent));
          const cursor = store.cursor();
          const seen: GatewayEvent[] = [];
          let rest = after;
          for (let position: SnapshotPosition | null = snapshotStart; position !== null; ) {
            const { part, next } = store.snapshotPart(position, cursor);
            for (const state of part.contacts) seen.push({ type: 'contact', state });
            for (const one of part.messages) seen.push({ type: 'message', message: one });
            for (const one of part.events) seen.push({ type: 'contact.event', event: one });
            for (const { contactId, upTo } of part.reads) seen.push({ type: 'read', contactId, upTo, agentId: 'a' });
            position = next;
            await put(store, ...rest.slice(0, 10).map(toEvent));
            rest = rest.slice(10);
          }
          const added = seen.flatMap((one) =>
            one.type === 'message' ? [one.message.id] : one.type === 'contact.event' ? [one.event.id] : [],
          );
          const later = eventsOf(store, cursor).flatMap((one) =>
            one.type === 'message' ? [one.message.id] : one.type === 'contact.event' ? [one.event.id] : [],
          );
          // Nothing is told twice: a client may count.
          expect(new Set([...added, ...later]).size).toBe(added.length + later.length);
          const copy = memoryStore();
          await put(copy, ...seen, ...eventsOf(store, cursor));
          const { parts: _, ...mine } = snapshot(copy);
          const { parts: __, ...theirs } = snapshot(store);
          const sorted = (lists: Record<string, unknown[]>) =>
            Object.values(lists).map((list) => list.map((row) => JSON.stringify(row)).sort());
          expect(sorted(mine)).toEqual(sorted(theirs));
        },
      ),
      { numRuns: 25 },
    );
  });
});
