import { describe, expect, it } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { type InboxHandlersOptions, inboxHandlers } from '../../../src/main/ipc/handlers/inbox.ts';
import type { CacheChanges, CacheStore } from '../../../src/main/store/cache-store.ts';
import { storeFailure } from '../../../src/main/store/store-error.ts';

const noChanges: CacheChanges = {
  conversations: [],
  timeline: [],
  states: [],
  counters: { unread: 0, missed: 0, unplayed: 0 },
};
const now = 1_800_000_000_000;

function handlers(
  change: Partial<CacheStore> = {},
  messages: InboxHandlersOptions['messages'] = null,
  aheadMs: InboxHandlersOptions['aheadMs'] = async () => 0,
) {
  const read: [string, number][] = [];
  const changed: CacheChanges[] = [];
  const seen: string[] = [];
  const cache = {
    contact: async () => ok(null),
    markRead: async (_id: string, upTo: number) => ok({ upTo, unplayable: [], changes: noChanges }),
    statesByKey: async () => ok([]),
    ...change,
  } as unknown as CacheStore;
  const made = inboxHandlers({
    cache,
    messages,
    changed: (changes) => changed.push(changes),
    wasRead: (contactId, upTo) => read.push([contactId, upTo]),
    noteSeen: (id) => seen.push(id),
    now: () => now,
    aheadMs,
  });
  return { made, read, changed, seen };
}

describe('inbox requests', () => {
  it('take the marks away also from what came while the clock here was slow', async () => {
    /** As the cache does: never beyond the newest entry. */
    const newest = now + 5 * 60_000;
    const { made, read, changed, seen } = handlers({
      markRead: async (_id, upTo) => ok({ upTo: Math.min(upTo, newest), unplayable: ['spoilt'], changes: noChanges }),
    });
    expect(await made['conversation.read']({ contactId: 'anna' })).toEqual(ok(null));
    expect(read).toEqual([['anna', newest]]);
    expect(changed).toHaveLength(1);
    expect(seen, 'an agent was told that it cannot be played').toEqual(['spoilt']);
  });

  it('tell the gateway nothing where nothing was unread or the cache cannot be written', async () => {
    const unchanged = handlers({ markRead: async () => ok({ upTo: null, unplayable: [], changes: noChanges }) });
    expect(await unchanged.made['conversation.read']({ contactId: 'anna' })).toEqual(ok(null));
    const error = storeFailure('disk-full', 'no space left');
    const broken = handlers({ markRead: async () => ({ ok: false, error }) });
    expect(await broken.made['conversation.read']({ contactId: 'anna' })).toEqual({ ok: false, error });
    expect([...unchanged.read, ...broken.read, ...broken.changed]).toEqual([]);
  });

  it('send nothing where the workspace has calls only', async () => {
    const { made } = handlers();
    expect(await made['message.send']({ contactId: 'anna', text: 'x', clientId: 'c' })).toEqual(fail('unsupported'));
  });

  it('send under the id that the window gave, and say why it was not taken', async () => {
    const sent: unknown[] = [];
    const { made } = handlers(
      {},
      {
        send: async (message) => {
          sent.push(message);
          return message.text === 'x' ? ok(null) : fail('disk-full');
        },
        flush: async () => undefined,
      },
    );
    expect(await made['message.send']({ contactId: 'anna', text: 'x', clientId: 'c' })).toEqual(
      ok({ status: 'sending' }),
    );
    expect(await made['message.send']({ contactId: 'anna', text: 'y', clientId: 'd' })).toEqual(fail('disk-full'));
    expect(sent[0]).toEqual({ id: 'c', contactId: 'anna', text: 'x' });
  });

  it('know who can be written to', async () => {
    const contact = { id: 'anna', name: 'Anna', phone: null };
    const found = (serviceWindowUntil: number | null) => ({
      contact: async () => ok({ contact, serviceWindowUntil }),
    });
    const messages = { send: async () => ok(null), flush: async () => undefined };
    for (const [until, canMessage] of [
      [now + 1, true],
      [now, false],
      [null, false],
    ] as const)
      expect(await handlers(found(until), messages).made['contact.get']({ contactId: 'anna' })).toEqual(
        ok({ contact, serviceWindowUntil: until, canMessage, clockAheadMs: 0 }),
      );
    expect(await handlers(found(now + 1)).made['contact.get']({ contactId: 'anna' })).toMatchObject({
      ok: true,
      value: { canMessage: false },
    });
    expect(await handlers().made['contact.get']({ contactId: 'anna' })).toEqual(fail('not-found'));
  });

  it('judge the service window by the clock of the gateway', async () => {
    const contact = { id: 'anna', name: 'Anna', phone: null };
    const messages = { send: async () => ok(null), flush: async () => undefined };
    const until = now + 1_000;
    for (const [aheadMs, canMessage] of [
      [999, true],
      [1_000, false],
      [-86_400_000, true],
      [86_400_000, false],
    ] as const) {
      const { made } = handlers(
        { contact: async () => ok({ contact, serviceWindowUntil: until }) },
        messages,
        async () => aheadMs,
      );
      expect(await made['contact.get']({ contactId: 'anna' })).toMatchObject({
        value: { canMessage, clockAheadMs: aheadMs },
      });
    }
  });

  it('take the marks away from what came by a clock of the gateway that is days ahead', async () => {
    const day = 86_400_000;
    const newest = now + 2 * day;
    const { made, read } = handlers(
      { markRead: async (_id, upTo) => ok({ upTo: Math.min(upTo, newest), unplayable: [], changes: noChanges }) },
      null,
      async () => 2 * day,
    );
    expect(await made['conversation.read']({ contactId: 'anna' })).toEqual(ok(null));
    expect(read).toEqual([['anna', newest]]);
  });
});
