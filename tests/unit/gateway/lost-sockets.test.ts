import { describe, expect, it } from 'vitest';
import { headerValue } from '../../../src/gateway/sip/message.ts';
import { contactEventsOf, cut, elsewhere, lastInvite, rig, settle } from './support.ts';

describe('a phone that loses its socket', () => {
  it('is rung anew over the next one while the call rings, without a word about the old ringing', async () => {
    const { enlist, connect, connector } = await rig();
    const anna = await enlist('anna');
    connector.ring('c1');
    await settle();
    anna.phone.ring(lastInvite(anna.phone));
    await settle();
    cut(anna.flow);
    connect(anna.phone);
    await anna.phone.register();
    await settle();
    expect(anna.phone.requests('INVITE')).toHaveLength(2);
    expect(anna.phone.requests('BYE')).toHaveLength(0);
    anna.phone.answer(lastInvite(anna.phone));
    await settle();
    expect(connector.asked('answer')).toEqual(['c1']);
  });

  it('is told to stop ringing where the call was answered elsewhere meanwhile', async () => {
    const { enlist, connect, connector } = await rig();
    const anna = await enlist('anna');
    const bruno = await enlist('bruno');
    connector.ring('c1');
    await settle();
    anna.phone.ring(lastInvite(anna.phone));
    await settle();
    cut(anna.flow);
    bruno.phone.answer(lastInvite(bruno.phone));
    await settle();
    connect(anna.phone);
    await anna.phone.register();
    await settle();
    const [bye] = anna.phone.requests('BYE');
    expect(bye && headerValue(bye, 'Reason')).toBe(elsewhere);
    expect(bye?.toTag).toBe(anna.phone.tagFor(lastInvite(anna.phone)));
  });

  it('keeps its call, asks to be still known, and goes on over the next socket', async () => {
    const { enlist, connect, connector, clock, store } = await rig();
    const anna = await enlist('anna');
    connector.ring('c1');
    await settle();
    const dialog = anna.phone.answer(lastInvite(anna.phone));
    await settle();
    cut(anna.flow);
    clock.advance(29_000);
    await settle();
    expect(connector.asked('hangUp')).toEqual([]);
    anna.phone.onRequest = (request) => request.method === 'UPDATE' && anna.phone.respond(request, 200);
    connect(anna.phone);
    await anna.phone.register();
    await settle();
    expect(anna.phone.requests('UPDATE')).toHaveLength(1);
    expect(anna.phone.requests('ACK')).toHaveLength(2);
    clock.advance(60_000);
    await settle();
    expect(connector.asked('hangUp')).toEqual([]);
    expect((await anna.phone.within(dialog, 'BYE')).status).toBe(200);
    await settle();
    expect(contactEventsOf(store)).toMatchObject([{ id: 'c1/answered-call', durationMs: 89_000 }]);
  });

  it.each([481, 404])('loses its call where it has forgotten it and says %i', async (status) => {
    const { enlist, connect, connector } = await rig();
    const anna = await enlist('anna', 'one-and-the-same');
    connector.ring('c1');
    await settle();
    anna.phone.answer(lastInvite(anna.phone));
    await settle();
    cut(anna.flow);
    anna.phone.onRequest = (request) => request.method === 'UPDATE' && anna.phone.respond(request, status);
    connect(anna.phone);
    await anna.phone.register();
    await settle();
    expect(connector.asked('hangUp')).toEqual(['c1']);
  });

  it('loses its call where it does not come back in time', async () => {
    const { enlist, connector, clock, store } = await rig();
    const anna = await enlist('anna');
    connector.ring('c1');
    await settle();
    anna.phone.answer(lastInvite(anna.phone));
    await settle();
    cut(anna.flow);
    clock.advance(30_000);
    await settle();
    expect(connector.asked('hangUp')).toEqual(['c1']);
    expect(contactEventsOf(store)).toMatchObject([{ id: 'c1/answered-call', durationMs: 30_000 }]);
  });

  it('hears when it is back that the contact hung up meanwhile', async () => {
    const { enlist, connect, connector } = await rig();
    const anna = await enlist('anna');
    connector.ring('c1');
    await settle();
    anna.phone.answer(lastInvite(anna.phone));
    await settle();
    cut(anna.flow);
    connector.events.callEnded('c1', 'hangup');
    await settle();
    connect(anna.phone);
    await anna.phone.register();
    await settle();
    expect(anna.phone.requests('BYE')).toHaveLength(1);
  });

  it('moves on while the old socket seems alive; the old one is closed', async () => {
    const { enlist, connect, connector } = await rig();
    const anna = await enlist('anna');
    connector.ring('c1');
    await settle();
    const dialog = anna.phone.answer(lastInvite(anna.phone));
    await settle();
    anna.phone.onRequest = (request) => request.method === 'UPDATE' && anna.phone.respond(request, 200);
    connect(anna.phone);
    await anna.phone.register();
    await settle();
    expect(anna.flow.closed).toEqual({ code: 4409, reason: 'registered elsewhere' });
    expect((await anna.phone.within(dialog, 'OPTIONS')).status).toBe(200);
    expect(connector.asked('hangUp')).toEqual([]);
  });
});
