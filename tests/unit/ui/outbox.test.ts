import { describe, expect, it, vi } from 'vitest';
import type { Message } from '#shared/contracts/records.ts';
import { fail, ok } from '#shared/result.ts';
import { createClient } from '../../../src/renderer/ui/state/client.ts';
import { createDrafts } from '../../../src/renderer/ui/state/drafts.ts';
import { createOutbox } from '../../../src/renderer/ui/state/outbox.ts';
import { createTextStorage } from '../../../src/renderer/ui/state/storage.ts';
import { fakeBridge, memoryStorage } from './support.ts';

function setUp(answer: () => unknown, storage = memoryStorage()) {
  const { bridge, asked } = fakeBridge(answer);
  const taken: Message[] = [];
  let id = 0;
  const outbox = createOutbox({
    client: createClient(bridge),
    storage: createTextStorage(storage),
    now: () => 5_000,
    newId: () => `id-${++id}`,
    onTaken: (message) => taken.push(message),
  });
  return { outbox, asked, taken, storage };
}

describe('the outbox', () => {
  it('shows a message at once as sending and lets it go when main has it', async () => {
    const { outbox, asked, taken } = setUp(() => ok({ status: 'sent' }));
    outbox.send('anna', 'Hello');
    expect(outbox.get()).toMatchObject([{ message: { id: 'id-1', text: 'Hello', status: 'sending' }, refusal: null }]);
    await vi.waitFor(() => expect(outbox.get()).toEqual([]));
    expect(asked).toEqual([['message.send', { contactId: 'anna', text: 'Hello', clientId: 'id-1' }]]);
    expect(taken).toMatchObject([{ id: 'id-1', status: 'sent', at: 5_000 }]);
  });

  it('keeps what was refused, and sends it again under the same id', async () => {
    let reachable = false;
    const { outbox, asked } = setUp(() => (reachable ? ok({ status: 'sending' }) : fail('offline')));
    outbox.send('anna', 'Hello');
    await vi.waitFor(() => expect(outbox.get()[0]?.refusal).toBe('offline'));
    const [entry] = outbox.get();
    expect(entry?.message.status).toBe('failed');
    reachable = true;
    outbox.retry(entry!.message);
    await vi.waitFor(() => expect(outbox.get()).toEqual([]));
    expect(asked.map(([, argument]) => (argument as { clientId: string }).clientId)).toEqual(['id-1', 'id-1']);
  });

  it('survives a reload of the window: what was on its way can be sent again', async () => {
    const storage = memoryStorage();
    setUp(() => new Promise(() => undefined), storage).outbox.send('anna', 'Hello');
    const { outbox } = setUp(() => ok({ status: 'sent' }), storage);
    expect(outbox.get()).toMatchObject([{ message: { text: 'Hello', status: 'failed' }, refusal: 'timeout' }]);
    outbox.discard('id-1');
    expect(outbox.get()).toEqual([]);
    expect(storage.length).toBe(0);
  });

  it.each(['{', '"text"', '[{"message":null}]', '{"a":1}'])('starts empty on a storage that holds %s', (text) => {
    expect(setUp(() => ok(null), memoryStorage({ outbox: text })).outbox.get()).toEqual([]);
  });
});

describe('drafts', () => {
  it('are kept for each contact until they are sent', () => {
    const storage = memoryStorage();
    const drafts = createDrafts(createTextStorage(storage));
    drafts.set('anna', 'Dear Anna');
    drafts.set('marco', 'Dear');
    drafts.set('marco', '');
    const reloaded = createDrafts(createTextStorage(storage));
    expect(reloaded.get('anna')).toBe('Dear Anna');
    expect(reloaded.get('marco')).toBe('');
    reloaded.set('anna', '');
    expect(storage.length).toBe(0);
  });

  it('work with a storage that is full', () => {
    const full: Storage = {
      ...memoryStorage(),
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    const drafts = createDrafts(createTextStorage(full));
    drafts.set('anna', 'Dear Anna');
    expect(drafts.get('anna')).toBe('Dear Anna');
  });
});
