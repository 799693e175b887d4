import { describe, expect, it, vi } from 'vitest';
import type { ConversationRow, TimelineEntry } from '#shared/contracts/records.ts';
import { fail, ok } from '#shared/result.ts';
import { createActions } from '../../../src/renderer/ui/state/actions.ts';
import { createClient } from '../../../src/renderer/ui/state/client.ts';
import { createModel } from '../../../src/renderer/ui/state/model.ts';
import { createPictures } from '../../../src/renderer/ui/state/pictures.ts';
import type { Route } from '../../../src/renderer/ui/state/route.ts';
import { createTextStorage } from '../../../src/renderer/ui/state/storage.ts';
import { createStore } from '../../../src/renderer/ui/state/store.ts';
import { fakeBridge, memoryStorage, snapshot } from './support.ts';

const row = (contactId: string, lastAt: number): ConversationRow => ({
  contactId,
  name: contactId,
  phone: null,
  last: null,
  lastAt,
  unread: 0,
  missed: 0,
  unplayed: 0,
});
const message = (id: string, at: number): TimelineEntry => ({
  entry: 'message',
  id,
  contactId: 'anna',
  direction: 'in',
  text: id,
  at,
  status: 'read',
});

function setUp(answers: Readonly<Record<string, (argument: never) => unknown>> = {}) {
  const { bridge, asked, push } = fakeBridge(
    (name, argument) => answers[name]?.(argument as never) ?? ok({ rows: [], next: null }),
  );
  const went: Route[] = [];
  const route = createStore<Route>({ view: 'inbox', contactId: null });
  const client = createClient(bridge);
  const create = (firstInboxPage = Promise.resolve(ok({ rows: [row('anna', 10)], next: null }))) =>
    createModel({
      client,
      router: {
        get: route.get,
        subscribe: route.subscribe,
        guard: () => () => undefined,
        go: (to) => void went.push(to),
      },
      storage: createTextStorage(memoryStorage()),
      pictures: createPictures(() => undefined),
      snapshot: snapshot(),
      firstInboxPage,
    });
  const requests = (name: string) => asked.filter(([other]) => other === name).map(([, argument]) => argument);
  return { create, push, went, requests };
}
const names = (rows: readonly ConversationRow[]) => rows.map(({ contactId }) => contactId);

describe('the model', () => {
  it('uses the first page that was asked for with the snapshot, and loses no push meanwhile', async () => {
    const { create, push, requests } = setUp();
    push('inbox', { rows: [row('marco', 20)] });
    push('session', snapshot({ revision: 2, presence: 'busy' }));
    const model = create();
    await vi.waitFor(() => expect(names(model.inbox.get().rows)).toEqual(['marco', 'anna']));
    expect(model.session.get().presence).toBe('busy');
    expect(requests('inbox.page')).toEqual([]);
  });

  it('ignores a session that was overtaken', () => {
    const { create, push } = setUp();
    const model = create();
    push('session', snapshot({ revision: 5, presence: 'away' }));
    push('session', snapshot({ revision: 4, presence: 'busy' }));
    expect(model.session.get()).toMatchObject({ revision: 5, presence: 'away' });
  });

  it('asks again for everything in use after a reset, and for nothing else', async () => {
    const { create, push, requests } = setUp({ 'contact.get': () => fail('not-found') });
    const model = create();
    await vi.waitFor(() => expect(model.inbox.get().loaded).toBe(true));
    model.timelines.of('anna').more();
    model.contacts.of('anna');
    await vi.waitFor(() => expect(model.timelines.of('anna').get().loaded).toBe(true));
    push('reset', null);
    expect(requests('inbox.page')).toHaveLength(1);
    expect(requests('timeline.page')).toHaveLength(2);
    expect(requests('contact.get')).toHaveLength(2);
    expect(requests('calls.page')).toEqual([]);
    expect(requests('recordings.page')).toEqual([]);
  });

  it('puts pushed lines into the conversation they belong to, once', async () => {
    const { create, push } = setUp({ 'timeline.page': () => ok({ rows: [message('a', 1)], next: null }) });
    const model = create();
    const anna = model.timelines.of('anna');
    anna.more();
    await vi.waitFor(() => expect(anna.get().loaded).toBe(true));
    push('timeline', { contactId: 'anna', entries: [message('b', 2), message('a', 1)] });
    push('timeline', { contactId: 'marco', entries: [message('c', 3)] });
    expect(anna.get().rows.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('asks again for a contact whose conversation changed, and keeps what it knew until then', async () => {
    let clockAheadMs = 1;
    const details = () =>
      ok({
        contact: { id: 'anna', name: 'Anna', phone: null },
        serviceWindowUntil: null,
        canMessage: true,
        clockAheadMs,
      });
    const { create, push } = setUp({ 'contact.get': details });
    const model = create();
    const anna = model.contacts.of('anna');
    await vi.waitFor(() => expect(anna.get().details?.clockAheadMs).toBe(1));
    clockAheadMs = 2;
    push('inbox', { rows: [row('anna', 30)] });
    expect(anna.get().details?.clockAheadMs).toBe(1);
    await vi.waitFor(() => expect(anna.get().details?.clockAheadMs).toBe(2));
  });

  it('asks again whether a contact can be written to when the clock of the rules or its own facts changed', async () => {
    const { create, push, requests } = setUp({ 'contact.get': () => fail('not-found') });
    const model = create();
    model.contacts.of('anna');
    await vi.waitFor(() => expect(requests('contact.get')).toHaveLength(1));
    push('calling', { contactIds: null });
    await vi.waitFor(() => expect(requests('contact.get')).toHaveLength(2));
    push('calling', { contactIds: ['anna'] });
    await vi.waitFor(() => expect(requests('contact.get')).toHaveLength(3));
    push('calling', { contactIds: ['marco'] });
    expect(requests('contact.get')).toHaveLength(3);
  });

  it('shows what a notification asks for', () => {
    const { create, push, went } = setUp();
    create();
    push('show', { view: 'inbox', contactId: 'anna' });
    push('show', { view: 'calls', contactId: null });
    push('show', { view: 'settings', contactId: null });
    expect(went).toEqual([{ view: 'inbox', contactId: 'anna' }, { view: 'calls', tab: 'all' }, { view: 'settings' }]);
  });

  it('puts a message that main took into its conversation', async () => {
    const { create } = setUp({ 'message.send': () => ok({ status: 'sent' }) });
    const model = create();
    const anna = model.timelines.of('anna');
    anna.more();
    await vi.waitFor(() => expect(anna.get().loaded).toBe(true));
    model.outbox.send('anna', 'Hello');
    await vi.waitFor(() => expect(model.outbox.get()).toEqual([]));
    expect(anna.get().rows).toMatchObject([{ text: 'Hello', status: 'sent', direction: 'out' }]);
  });
});

describe('actions', () => {
  it('take a second click for the same as the first while it is being answered', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { create, requests } = setUp({ 'call.answer': () => new Promise((resolve) => (answer = resolve)) });
    const model = create();
    const actions = createActions(model);
    actions.answer('call-1');
    actions.answer('call-1');
    actions.answer('call-2');
    expect(requests('call.answer')).toEqual([{ callId: 'call-1' }, { callId: 'call-2' }]);
    answer(ok(null));
    await Promise.resolve();
  });

  it('tell a refusal once, however often it comes', async () => {
    const { create } = setUp({ 'call.place': () => fail('busy', 'another call is active') });
    const model = create();
    const actions = createActions(model);
    actions.placeToContact('anna');
    await vi.waitFor(() => expect(model.toasts.get()).toHaveLength(1));
    actions.placeToNumber('+39061234');
    await vi.waitFor(() => expect(model.toasts.get()[0]?.id).toBe(2));
    expect(model.toasts.get()).toMatchObject([{ failure: { code: 'busy' } }]);
    model.toasts.dismiss(2);
    expect(model.toasts.get()).toEqual([]);
  });
});
