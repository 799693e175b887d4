import { describe, expect, it } from 'vitest';
import { headerValue } from '../../../src/gateway/sip/message.ts';
import { type ErrorCode, fail, ok, type Result } from '../../../src/shared/result.ts';
import { testAnswer, testOffer, testWorkspace } from '../../fakes/gateway-connector.ts';
import { contactEventsOf, cut, eventsOf, rig, settle } from './support.ts';

const asDesktop = (callId: string, contactId = 'anna', kind = 'voice') =>
  [
    ['X-Cornetta-Call-Id', callId],
    ['X-Cornetta-Contact-Id', encodeURIComponent(contactId)],
    ['X-Cornetta-Call-Kind', kind],
  ] as const;

const dial = async (callId = 'out-1') => {
  const parts = await rig();
  const { phone, flow } = await parts.enlist('bruno');
  const seen: number[] = [];
  const call = phone.call('anna', { headers: asDesktop(callId), seen: ({ status }) => seen.push(status) });
  await settle();
  return { ...parts, phone, flow, seen, call };
};

describe('a call that an agent places', () => {
  it('rings, is answered, and is ended by the agent', async () => {
    const { phone, seen, call, connector, clock, store } = await dial();
    expect(seen).toEqual([100]);
    expect(connector.calls).toEqual([{ what: 'placeCall', callId: 'out-1', detail: 'anna' }]);
    connector.events.outgoingRinging('out-1');
    await settle();
    expect(seen).toEqual([100, 180]);
    connector.events.outgoingAnswered('out-1', testOffer);
    const response = await call.final;
    expect([response.status, response.body]).toEqual([200, testOffer]);
    const dialog = call.dialog(response);
    phone.acknowledge(dialog, 1);
    clock.advance(5_000);
    expect((await phone.within(dialog, 'BYE')).status).toBe(200);
    await settle();
    expect(connector.asked('hangUp')).toEqual(['out-1']);
    expect(contactEventsOf(store)).toMatchObject([
      { id: 'out-1/outgoing-call', type: 'outgoing-call', durationMs: 5_000, agent: 'Agent bruno', contactId: 'anna' },
    ]);
    expect(eventsOf(store).some(({ type }) => type === 'call.settled')).toBe(false);
    clock.advance(60_000);
    expect(clock.pending).toBe(0);
  });

  it('is ended when the contact hangs up', async () => {
    const { phone, call, connector, store } = await dial();
    connector.events.outgoingAnswered('out-1', testOffer);
    phone.acknowledge(call.dialog(await call.final), 1);
    connector.events.callEnded('out-1', 'hangup');
    await settle();
    expect(phone.requests('BYE')).toHaveLength(1);
    expect(connector.asked('hangUp')).toEqual([]);
    expect(contactEventsOf(store).map(({ id }) => id)).toEqual(['out-1/outgoing-call']);
  });

  it.each([
    ['declined', 603, 'out-1/outgoing-unanswered'],
    ['no-answer', 480, 'out-1/outgoing-unanswered'],
    ['unreachable', 404, 'out-1/failed-call'],
  ] as const)('is refused: %s', async (cause, status, event) => {
    const { call, connector, store } = await dial();
    connector.events.outgoingRefused('out-1', cause);
    expect((await call.final).status).toBe(status);
    await settle();
    expect(contactEventsOf(store).map(({ id }) => id)).toEqual([event]);
  });

  it('is cancelled by the agent', async () => {
    const { call, connector, store } = await dial();
    expect((await call.cancel()).status).toBe(200);
    expect((await call.final).status).toBe(487);
    await settle();
    expect(connector.asked('hangUp')).toEqual(['out-1']);
    expect(contactEventsOf(store).map(({ id }) => id)).toEqual(['out-1/outgoing-unanswered']);
    connector.events.outgoingAnswered('out-1', testOffer);
    await settle();
    expect(contactEventsOf(store)).toHaveLength(1);
  });

  it('ends with the socket over which it was placed, unless it was answered', async () => {
    const { flow, connector } = await dial();
    cut(flow);
    await settle();
    expect(connector.asked('hangUp')).toEqual(['out-1']);

    const answered = await dial('out-2');
    answered.connector.events.outgoingAnswered('out-2', testOffer);
    answered.phone.acknowledge(answered.call.dialog(await answered.call.final), 1);
    await settle();
    cut(answered.flow);
    answered.clock.advance(29_000);
    await settle();
    expect(answered.connector.asked('hangUp')).toEqual([]);
    answered.clock.advance(1_000);
    await settle();
    expect(answered.connector.asked('hangUp')).toEqual(['out-2']);
  });

  it('ends where the phone never acknowledges the answer', async () => {
    const { phone, call, connector, clock } = await dial();
    connector.events.outgoingAnswered('out-1', testOffer);
    await call.final;
    clock.advance(32_000);
    await settle();
    expect(phone.requests('BYE')).toHaveLength(1);
    expect(connector.asked('hangUp')).toEqual(['out-1']);
  });

  it('ends by itself where the provider never says anything', async () => {
    const { call, connector, clock } = await dial();
    clock.advance(90_000);
    expect((await call.final).status).toBe(480);
    await settle();
    expect(connector.asked('hangUp')).toEqual(['out-1']);
  });

  it.each([
    ['busy', 486],
    ['not-found', 404],
    ['forbidden', 403],
    ['rejected', 403],
    ['offline', 503],
    ['invalid', 488],
    ['internal', 500],
  ] as readonly (readonly [ErrorCode, number])[])('is refused by the provider: %s is %i', async (code, status) => {
    const parts = await rig();
    parts.connector.onPlace = async () => fail(code, 'the reason\r\nin words');
    const { phone } = await parts.enlist('bruno');
    const response = await phone.call('anna', { headers: asDesktop('out-1') }).final;
    expect([response.status, response.reason]).toEqual([status, 'the reason  in words']);
    await settle();
    expect(contactEventsOf(parts.store).map(({ id }) => id)).toEqual(['out-1/failed-call']);
  });

  it('is given up where the provider does not even say whether it was placed', async () => {
    const parts = await rig();
    parts.connector.onPlace = () => new Promise<Result<null>>(() => {});
    const { phone } = await parts.enlist('bruno');
    const call = phone.call('anna', { headers: asDesktop('out-1') });
    await settle();
    parts.clock.advance(10_000);
    expect((await call.final).status).toBe(504);
    expect(parts.connector.asked('hangUp')).toEqual(['out-1']);
  });

  it.each([
    ['9.98', 403],
    ['9.999999', 403],
    ['10.00', null],
    ['10.01', null],
    [null, null],
  ])('with a balance of %s: %s', async (balance, status) => {
    const { connector, enlist } = await rig();
    const { phone } = await enlist('bruno');
    connector.events.workspace({ ...testWorkspace, balance });
    connector.onPlace = async (callId) => {
      connector.events.outgoingAnswered(callId, testOffer);
      return ok(null);
    };
    const response = await phone.call('anna', { headers: asDesktop('out-1') }).final;
    expect(response.status).toBe(status ?? 200);
    if (status !== null) expect(headerValue(response, 'Reason')).toBe('SIP;cause=403;text="rule:balance-low"');
  });

  it.each([
    ['an unknown contact', 'nobody', {}, 404],
    ['a malformed call id', 'anna', { headers: [['X-Cornetta-Call-Id', '../x']] }, 400],
    ['a malformed kind', 'anna', { headers: [['X-Cornetta-Call-Kind', 'smoke']] }, 400],
    ['a malformed contact id', 'anna', { headers: [['X-Cornetta-Contact-Id', '%ff']] }, 404],
    ['no offer', 'anna', { body: '' }, 488],
    ['a body of another type', 'anna', { headers: [['Content-Type', 'text/plain']] }, 400],
    ['something that must be supported', 'anna', { headers: [['Require', '100rel']] }, 420],
  ] as const)('is refused with %s', async (_, contact, options, status) => {
    const { enlist, connector } = await rig();
    const { phone } = await enlist('bruno');
    expect((await phone.call(contact, options).final).status).toBe(status);
    expect(connector.asked('placeCall')).toEqual([]);
  });

  it('is refused where the call id is taken', async () => {
    const { phone, connector } = await dial();
    expect((await phone.call('anna', { headers: asDesktop('out-1') }).final).status).toBe(400);
    expect(connector.asked('placeCall')).toEqual(['out-1']);
  });

  it('can come from a phone that is no desktop', async () => {
    const { enlist, connector } = await rig();
    const { phone } = await enlist('bruno');
    const video = `${testAnswer}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n`;
    const call = phone.call('anna', { body: video });
    await settle();
    const [callId] = connector.asked('placeCall');
    connector.events.outgoingAnswered(callId ?? '', testOffer);
    const response = await call.final;
    expect(response.status).toBe(200);
    expect(headerValue(response, 'Contact')).toContain('sip:gateway@');
  });

  it('repeated by the network is one call', async () => {
    const { enlist, endpoint, connector } = await rig();
    const { phone, flow } = await enlist('bruno');
    const sent: string[] = [];
    phone.attach({
      send: (text) => {
        sent.push(text);
        endpoint.receive(flow, text);
        endpoint.receive(flow, text);
      },
    });
    const seen: number[] = [];
    phone.call('anna', { headers: asDesktop('out-1'), seen: ({ status }) => seen.push(status) });
    await settle();
    expect(sent).toHaveLength(1);
    expect(seen).toEqual([100, 100]);
    expect(connector.asked('placeCall')).toEqual(['out-1']);
  });
});
