import { describe, expect, it } from 'vitest';
import { headerValue } from '../../../src/gateway/sip/message.ts';
import { testAnswer, testOffer, testWorkspace } from '../../fakes/gateway-connector.ts';
import { contactEventsOf, elsewhere, eventsOf, lastInvite, rig, settle } from './support.ts';

describe('an incoming call', () => {
  it('rings every phone with who calls and what is offered', async () => {
    const { enlist, connector } = await rig();
    const anna = await enlist('anna');
    const bruno = await enlist('bruno');
    connector.ring('c1', { contactId: 'tel:+39 333', contactName: 'Ünïcode "Quote"\r\nEvil: 1' });
    await settle();
    const invite = lastInvite(anna.phone);
    expect(lastInvite(bruno.phone).body).toBe(testOffer);
    expect(invite.body).toBe(testOffer);
    expect(invite.uri).toBe(anna.phone.contact);
    expect(invite.from).toMatchObject({
      displayName: 'Ünïcode "Quote"  Evil: 1',
      uri: 'sip:tel%3A%2B39%20333@cornetta.invalid',
    });
    expect(headerValue(invite, 'X-Cornetta-Call-Id')).toBe('c1');
    expect(decodeURIComponent(headerValue(invite, 'X-Cornetta-Contact-Id') ?? '')).toBe('tel:+39 333');
    expect(decodeURIComponent(headerValue(invite, 'X-Cornetta-Contact-Name') ?? '')).toContain('Ünïcode "Quote"');
    expect(headerValue(invite, 'X-Cornetta-Call-Kind')).toBe('voice');
    expect(headerValue(invite, 'Evil')).toBeUndefined();
    expect(headerValue(invite, 'P-Asserted-Identity')).toBe('<tel:+393331234567>');
    expect(new Set([invite.callId, lastInvite(bruno.phone).callId]).size).toBe(2);
  });

  it('goes to the first who answers; the others are told that it was completed elsewhere', async () => {
    const { enlist, connector, store, clock } = await rig();
    const anna = await enlist('anna');
    const bruno = await enlist('bruno');
    const carla = await enlist('carla');
    connector.ring('c1');
    await settle();
    for (const { phone: one } of [anna, bruno]) one.ring(lastInvite(one));
    await settle();
    const dialog = bruno.phone.answer(lastInvite(bruno.phone));
    await settle();
    expect(connector.calls).toEqual([{ what: 'answer', callId: 'c1', detail: testAnswer }]);
    expect(bruno.phone.requests('ACK')).toHaveLength(1);
    expect(headerValue(anna.phone.requests('CANCEL')[0]!, 'Reason')).toBe(elsewhere);
    // Carla's phone has said nothing yet: a CANCEL must wait for its first response (RFC 3261 §9.1).
    expect(carla.phone.requests('CANCEL')).toHaveLength(0);
    carla.phone.ring(lastInvite(carla.phone));
    await settle();
    expect(headerValue(carla.phone.requests('CANCEL')[0]!, 'Reason')).toBe(elsewhere);
    expect(eventsOf(store)).toContainEqual({
      type: 'call.settled',
      callId: 'c1',
      contactId: 'anna',
      outcome: 'answered',
      agentName: 'Agent bruno',
    });
    clock.advance(65_000);
    const bye = await bruno.phone.within(dialog, 'BYE');
    await settle();
    expect(bye.status).toBe(200);
    expect(connector.asked('hangUp')).toEqual(['c1']);
    expect(contactEventsOf(store)).toMatchObject([
      {
        id: 'c1/answered-call',
        type: 'answered-call',
        durationMs: 65_000,
        agent: 'Agent bruno',
        callId: 'c1',
        kind: 'voice',
      },
    ]);
  });

  it('ends a late 200 with ACK and BYE', async () => {
    const { enlist, connector } = await rig();
    const anna = await enlist('anna');
    const bruno = await enlist('bruno');
    connector.ring('c1');
    await settle();
    for (const { phone: one } of [anna, bruno]) one.ring(lastInvite(one));
    anna.phone.answer(lastInvite(anna.phone));
    bruno.phone.answer(lastInvite(bruno.phone));
    await settle();
    expect(connector.asked('answer')).toEqual(['c1']);
    expect(bruno.phone.requests('ACK')).toHaveLength(1);
    expect(headerValue(bruno.phone.requests('BYE')[0]!, 'Reason')).toBe(elsewhere);
    expect(anna.phone.requests('BYE')).toHaveLength(0);
  });

  it.each([480, 486, 603])('a %i silences only that agent, on all phones, and for good', async (status) => {
    const { enlist, connector } = await rig();
    const desk = await enlist('anna');
    const laptop = await enlist('anna');
    const bruno = await enlist('bruno');
    connector.ring('c1');
    await settle();
    for (const { phone: one } of [desk, laptop, bruno]) one.ring(lastInvite(one));
    desk.phone.respond(lastInvite(desk.phone), status);
    await settle();
    expect(desk.phone.requests('ACK')).toHaveLength(1);
    expect(laptop.phone.requests('CANCEL')).toHaveLength(1);
    expect(bruno.phone.requests('CANCEL')).toHaveLength(0);
    const third = await enlist('anna');
    await settle();
    expect(third.phone.requests('INVITE')).toHaveLength(0);
    expect(connector.calls).toEqual([]);
  });

  it('is missed for the team once everybody declined, and the contact hears a decline', async () => {
    const { enlist, connector, store } = await rig();
    const anna = await enlist('anna');
    const bruno = await enlist('bruno');
    connector.ring('c1');
    await settle();
    anna.phone.respond(lastInvite(anna.phone), 603);
    await settle();
    bruno.phone.respond(lastInvite(bruno.phone), 486);
    await settle();
    expect(connector.calls).toEqual([{ what: 'reject', callId: 'c1', detail: 'declined' }]);
    expect(contactEventsOf(store)).toMatchObject([{ id: 'c1/missed-call', agent: null }]);
    expect(eventsOf(store)).toContainEqual(expect.objectContaining({ type: 'call.settled', outcome: 'missed' }));
    expect(store.state('follow-up/c1')).toMatchObject({ followUp: { contactId: 'anna', times: 1, done: null } });
  });

  it('stops everywhere when the contact gives up, and is missed', async () => {
    const { enlist, connector, store } = await rig();
    const anna = await enlist('anna');
    connector.ring('c1');
    await settle();
    anna.phone.ring(lastInvite(anna.phone));
    await settle();
    connector.events.callEnded('c1', 'hangup');
    await settle();
    expect(headerValue(anna.phone.requests('CANCEL')[0]!, 'Reason')).toBeUndefined();
    expect(contactEventsOf(store)).toMatchObject([{ id: 'c1/missed-call', agent: null, durationMs: null }]);
    expect(eventsOf(store)).toContainEqual(expect.objectContaining({ type: 'call.settled', outcome: 'missed' }));
    // The phone answered at the same instant.
    anna.phone.answer(lastInvite(anna.phone));
    await settle();
    expect(anna.phone.requests('BYE')).toHaveLength(1);
    expect(connector.calls).toEqual([]);
  });

  it('rings who comes online or takes calls again while it rings', async () => {
    const { enlist, connector, presence } = await rig();
    presence.set('bruno', 'away', true);
    presence.set('carla', 'available', false);
    const bruno = await enlist('bruno');
    const carla = await enlist('carla');
    connector.ring('c1');
    await settle();
    expect([...bruno.phone.requests('INVITE'), ...carla.phone.requests('INVITE')]).toEqual([]);
    presence.set('bruno', 'busy', true);
    presence.set('carla', 'available', true);
    presence.set('carla', 'busy', true);
    const anna = await enlist('anna');
    await settle();
    for (const { phone: one } of [anna, bruno, carla]) expect(one.requests('INVITE')).toHaveLength(1);
  });

  it('is refused as unavailable when nobody came, as unanswered when nobody answered', async () => {
    const { enlist, connector, clock, store } = await rig();
    connector.ring('c1');
    clock.advance(60_000);
    await settle();
    const anna = await enlist('anna');
    connector.ring('c2');
    await settle();
    anna.phone.ring(lastInvite(anna.phone));
    await settle();
    clock.advance(60_000);
    await settle();
    expect(connector.calls.map(({ what, detail }) => [what, detail])).toEqual([
      ['reject', 'unavailable'],
      ['reject', 'no-answer'],
    ]);
    expect(anna.phone.requests('CANCEL')).toHaveLength(1);
    expect(contactEventsOf(store).map(({ id }) => id)).toEqual(['c1/missed-call', 'c2/missed-call']);
  });

  it('still rings an agent who has a call', async () => {
    const { enlist, connector } = await rig();
    const anna = await enlist('anna');
    connector.ring('c1');
    await settle();
    anna.phone.answer(lastInvite(anna.phone));
    await settle();
    connector.ring('c2');
    await settle();
    expect(headerValue(lastInvite(anna.phone), 'X-Cornetta-Call-Id')).toBe('c2');
  });

  it('is not delivered while the balance is below 10.00, and missed', async () => {
    const { enlist, connector, store } = await rig();
    const anna = await enlist('anna');
    for (const [balance, delivered] of [
      ['9.98', false],
      ['9.999999', false],
      ['10.00', true],
      [null, true],
    ] as const) {
      connector.events.workspace({ ...testWorkspace, balance });
      const before = anna.phone.requests('INVITE').length;
      connector.ring(`c${balance}`);
      await settle();
      expect(anna.phone.requests('INVITE').length - before).toBe(delivered ? 1 : 0);
    }
    expect(connector.calls.map(({ callId, detail }) => [callId, detail])).toEqual([
      ['c9.98', 'unavailable'],
      ['c9.999999', 'unavailable'],
    ]);
    expect(contactEventsOf(store).map(({ id }) => id)).toEqual([
      'c9.98/missed-low-balance',
      'c9.999999/missed-low-balance',
    ]);
  });

  it('is ended for the agent when the contact hung up', async () => {
    const { enlist, connector, store } = await rig();
    const anna = await enlist('anna');
    connector.ring('c1');
    await settle();
    anna.phone.answer(lastInvite(anna.phone));
    await settle();
    connector.events.callEnded('c1', 'hangup');
    await settle();
    expect(anna.phone.requests('BYE')).toHaveLength(1);
    expect(connector.asked('hangUp')).toEqual([]);
    expect(contactEventsOf(store).map(({ id }) => id)).toEqual(['c1/answered-call']);
  });

  it('is kept once where a provider tells it twice, and refused where its id is none', async () => {
    const { enlist, connector } = await rig();
    const anna = await enlist('anna');
    connector.ring('c1');
    connector.ring('c1');
    connector.ring('../c2');
    await settle();
    expect(anna.phone.requests('INVITE')).toHaveLength(1);
    expect(connector.calls).toEqual([{ what: 'reject', callId: '../c2', detail: 'unavailable' }]);
  });

  it('forgets nothing and holds nothing once it is over', async () => {
    const { enlist, connector, clock, store } = await rig();
    const anna = await enlist('anna');
    for (let index = 0; index < 20; index += 1) {
      connector.ring(`c${index}`);
      await settle();
      const dialog = anna.phone.answer(lastInvite(anna.phone));
      await settle();
      await anna.phone.within(dialog, 'BYE');
      await settle();
    }
    clock.advance(40_000);
    expect(clock.pending).toBe(0);
    expect(store.openCalls()).toEqual([]);
    expect(contactEventsOf(store)).toHaveLength(20);
  });
});
