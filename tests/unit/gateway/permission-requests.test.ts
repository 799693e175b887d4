import { describe, expect, it } from 'vitest';
import { fail } from '../../../src/shared/result.ts';
import { fakeConnector } from '../../fakes/gateway-connector.ts';
import { hour, uuid, withLena } from './lena.ts';
import { lives } from './lives.ts';
import { contactEventsOf, settle } from './support.ts';

describe('a request for permission', () => {
  it('needs an open window, is a line of the conversation, and is answered', async () => {
    const { write, ask, tell, store, connector } = await withLena();
    expect(await ask(1)).toMatchObject({ code: 'rule', refusal: { rule: 'service-window-closed' } });
    write('m1');
    expect(await ask(1)).toBeNull();
    expect(connector.asked('requestPermission')).toEqual([uuid(1)]);
    tell({ answer: 'granted' }, `${uuid(1)}/answer`);
    tell({ answer: 'granted' }, `${uuid(1)}/answer`);
    await settle();
    expect(contactEventsOf(store)).toMatchObject([
      { id: uuid(1), type: 'permission-requested', agent: 'Agent bruno' },
      { id: `${uuid(1)}/answer`, type: 'permission-granted', agent: null },
    ]);
    expect(await ask(2)).toMatchObject({ code: 'rule', refusal: { rule: 'permission-exists' } });
  });

  it('that the connector does not take counts for nothing and may be sent again', async () => {
    const { write, ask, connector, store } = await withLena();
    write('m1');
    connector.onRequest = async () => fail('offline');
    expect(await ask(1)).toEqual({ code: 'offline' });
    await settle();
    expect(store.callingFacts('lena').map(({ fact }) => fact)).toEqual(['message']);
    const { onRequest } = fakeConnector();
    connector.onRequest = onRequest;
    expect(await ask(1)).toBeNull();
  });

  it('of two agents at the same time is one: the other hears of the limit', async () => {
    const { write, ask } = await withLena();
    write('m1');
    const replies = await Promise.all([ask(1), ask(2)]);
    expect(replies).toEqual([null, expect.objectContaining({ code: 'rule' })]);
    expect(replies[1]?.refusal).toMatchObject({ rule: 'requests-per-day' });
  });

  it('repeated fifty times counts once, also after a restart', async () => {
    const { clock, open } = lives();
    const first = await open();
    const replies = await Promise.all(Array.from({ length: 50 }, () => first.ask(1)));
    expect(new Set(replies)).toEqual(new Set([null]));
    expect(first.connector.asked('requestPermission')).toHaveLength(1);
    first.store.close();

    clock.advance(hour);
    const second = await open();
    for (let time = 0; time < 50; time += 1) expect(await second.ask(1)).toBeNull();
    expect(second.connector.asked('requestPermission')).toEqual([]);
    expect(second.store.callingFacts('lena').filter(({ fact }) => fact === 'request')).toHaveLength(1);
    const refusal = await second.ask(2);
    expect(refusal?.refusal).toMatchObject({ rule: 'requests-per-day', liftsAt: clock.now() + 23 * hour });
    clock.advance(23 * hour);
    expect(await second.ask(2)).toBeNull();
    expect((await second.ask(3))?.refusal?.rules).toEqual(['requests-per-day', 'requests-per-week']);
    second.store.close();
  });
});
