import { describe, expect, it } from 'vitest';
import { ok } from '../../../src/shared/result.ts';
import { hour, refused, uuid, withLena } from './lena.ts';
import { lives } from './lives.ts';
import { contactEventsOf, eventsOf, settle } from './support.ts';

async function allowed() {
  const parts = await withLena();
  parts.tell({ answer: 'granted' }, 'g');
  await settle();
  return parts;
}

describe('a call that the provider does not place', () => {
  it.each([
    ['its limit of connected calls', 138_012, 'connected-calls'],
    ['a limit that no rule here knows', 138_005, 'provider-limit'],
  ])('for %s is refused until the instant that it says, and no call', async (_, code, rule) => {
    const { place, connector, clock, store } = await allowed();
    const until = clock.now() + 3 * hour;
    connector.onPlace = async () => ok({ code, until });
    expect(await place('c1')).toBe(refused(rule, code));
    connector.onPlace = async () => ok(null);
    clock.advance(3 * hour - 1);
    expect(await place('c2')).toBe(refused(rule, code));
    clock.advance(1);
    expect(await place('c3')).toMatch(/^480 /);
    expect(connector.asked('placeCall')).toEqual(['c1', 'c3']);
    expect(contactEventsOf(store).map(({ id }) => id)).toEqual([
      'g',
      'c1/outgoing-refused',
      'c2/outgoing-refused',
      'c3/outgoing-unanswered',
    ]);
    const facts = store.callingFacts('lena').filter(({ id }) => id !== 'c3');
    expect(facts.map(({ fact }) => fact)).toEqual(['grant', 'refusal']);
    expect(store.openCalls()).toEqual([]);
  });

  it('because it paused the number is refused with every contact, for 7 days where it does not say', async () => {
    const { place, connector, clock, store } = await allowed();
    connector.onPlace = async () => ok({ code: 138_014, until: null });
    expect(await place('c1')).toBe(refused('calling-paused', 138_014));
    expect(store.state('channel')).toMatchObject({ pausedUntil: clock.now() + 7 * 24 * hour });
    connector.grant('anna');
    await settle();
    expect((await place('c2')).startsWith('403')).toBe(true);
  });

  it('for want of a permission is refused until the contact grants one', async () => {
    const { place, tell, connector, clock } = await allowed();
    clock.advance(1);
    connector.onPlace = async () => ok({ code: 138_006, until: null });
    expect(await place('c1')).toBe(refused('permission-missing', 138_006));
    connector.onPlace = async () => ok(null);
    expect(await place('c2')).toBe(refused('permission-missing'));
    clock.advance(1);
    tell({ answer: 'granted' }, 'g2');
    await settle();
    expect(await place('c3')).toMatch(/^480 /);
  });

  it.each([138_002, 138_004])('for a fault of the moment (%i) may be placed again at once', async (code) => {
    const { place, connector, store } = await allowed();
    connector.onPlace = async () => ok({ code, until: null });
    expect(await place('c1')).toMatch(/^503 /);
    connector.onPlace = async () => ok(null);
    expect(await place('c2')).toMatch(/^480 /);
    expect(store.callingFacts('lena').some(({ fact }) => fact === 'refusal')).toBe(false);
  });

  it('is remembered also where the agent has given up meanwhile', async () => {
    const { desk, connector, clock, store, place } = await allowed();
    const until = clock.now() + hour;
    let say = (_: ReturnType<typeof ok<{ code: number; until: number }>>) => {};
    connector.onPlace = () => new Promise((resolve) => (say = resolve));
    const call = desk.call('lena', { headers: [['X-Cornetta-Call-Id', 'c1']] });
    await settle();
    void call.cancel();
    await call.final;
    say(ok({ code: 138_012, until }));
    await settle();
    expect(await place('c2')).toBe(refused('connected-calls', 138_012));
    expect(contactEventsOf(store).filter(({ callId }) => callId === 'c1')).toHaveLength(1);
  });
});

describe('a request that the provider does not take', () => {
  it('counts once however often it is repeated, and lifts at the instant that it said, after a restart too', async () => {
    const { clock, open } = lives();
    const first = await open();
    const until = clock.now() + 5 * hour;
    first.connector.events.message({
      id: 'm1',
      contactId: 'lena',
      direction: 'in',
      text: 'hello',
      at: clock.now(),
      status: 'delivered',
    });
    first.connector.onRequest = async () => ok({ code: 138_009, until });
    const replies = await Promise.all(Array.from({ length: 50 }, () => first.ask(1)));
    for (const reply of replies)
      expect(reply).toMatchObject({ code: 'rule', refusal: { rule: 'provider-limit', liftsAt: until } });
    expect(first.connector.asked('requestPermission')).toEqual([uuid(1)]);
    await settle();
    expect(first.store.callingFacts('lena').filter(({ fact }) => fact === 'refusal')).toHaveLength(1);
    expect(contactEventsOf(first.store)).toEqual([]);
    expect(eventsOf(first.store).findLast(({ type }) => type === 'contact.calling')).toMatchObject({
      state: { requestLimits: expect.arrayContaining([expect.objectContaining({ leavesAt: [until] })]) },
    });
    first.store.close();

    clock.advance(5 * hour - 1);
    const second = await open();
    expect((await second.ask(2))?.refusal).toMatchObject({ rule: 'provider-limit', liftsAt: until });
    expect(second.connector.asked('requestPermission')).toEqual([]);
    clock.advance(1);
    expect(await second.ask(3)).toBeNull();
    second.store.close();
  });

  it('says what only the provider knows, and does not keep anybody from asking again', async () => {
    const { write, ask, connector } = await withLena();
    write('m1');
    connector.onRequest = async () => ok({ code: 131_026, until: null });
    expect(await ask(1)).toMatchObject({ refusal: { rule: 'contact-unreachable', needs: ['nothing-helps'] } });
    connector.onRequest = async () => ok(null);
    expect(await ask(2)).toBeNull();
  });
});
