import { describe, expect, it } from 'vitest';
import { headerValue } from '../../../src/gateway/sip/message.ts';
import { fail, ok, type Result } from '../../../src/shared/result.ts';
import { testAnswer } from '../../fakes/gateway-connector.ts';
import { contactEventsOf, lastInvite, rig, settle } from './support.ts';

describe('within a call', () => {
  const inCall = async () => {
    const parts = await rig();
    const anna = await parts.enlist('anna');
    parts.connector.ring('c1');
    await settle();
    const dialog = anna.phone.answer(lastInvite(anna.phone));
    await settle();
    return { ...parts, anna, dialog };
  };
  const sdp = [['Content-Type', 'application/sdp']] as const;

  it.each(['INVITE', 'UPDATE'])('a re-offer by %s is answered by the contact', async (method) => {
    const { anna, dialog, connector } = await inCall();
    const response = await anna.phone.within(dialog, method, { body: testAnswer, headers: sdp });
    expect(response.status).toBe(200);
    expect(response.body).toContain('o=contact');
    expect(headerValue(response, 'Contact')).toBe('<sip:gateway@cornetta.invalid;transport=ws>');
    expect(connector.asked('renegotiate')).toEqual(['c1']);
  });

  it('a re-offer that the contact cannot take is refused and the call goes on', async () => {
    const { anna, dialog, connector } = await inCall();
    connector.onRenegotiate = async () => fail('media', 'no such codec');
    expect((await anna.phone.within(dialog, 'INVITE', { body: testAnswer, headers: sdp })).status).toBe(488);
    connector.onRenegotiate = () => Promise.reject(new Error('broken'));
    expect((await anna.phone.within(dialog, 'INVITE', { body: testAnswer, headers: sdp })).status).toBe(488);
    expect(anna.phone.requests('BYE')).toHaveLength(0);
    expect((await anna.phone.within(dialog, 'BYE')).status).toBe(200);
  });

  it('a second re-offer at the same time is refused, one before the contact is connected put off', async () => {
    const { anna, dialog, connector } = await inCall();
    let release: (result: Result<string>) => void = () => {};
    connector.onRenegotiate = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    const first = anna.phone.within(dialog, 'INVITE', { body: testAnswer, headers: sdp });
    await settle();
    const second = await anna.phone.within(dialog, 'INVITE', { body: testAnswer, headers: sdp });
    expect([second.status, headerValue(second, 'Retry-After')]).toEqual([500, '1']);
    release(ok('v=0\r\n'));
    expect((await first).status).toBe(200);

    connector.onAnswer = () => new Promise(() => {});
    connector.ring('c2');
    await settle();
    const early = anna.phone.answer(lastInvite(anna.phone));
    await settle();
    expect((await anna.phone.within(early, 'INVITE', { body: testAnswer, headers: sdp })).status).toBe(491);
  });

  it('no ACK for 32 seconds ends the call', async () => {
    const { anna, dialog, connector, clock } = await inCall();
    await anna.phone.within(dialog, 'INVITE', { body: testAnswer, headers: sdp });
    anna.phone.acknowledge(dialog, dialog.sequence);
    await settle();
    clock.advance(33_000);
    await settle();
    expect(connector.asked('hangUp')).toEqual([]);
    await anna.phone.within(dialog, 'INVITE', { body: testAnswer, headers: sdp });
    await settle();
    clock.advance(32_000);
    await settle();
    expect(anna.phone.requests('BYE')).toHaveLength(1);
    expect(connector.asked('hangUp')).toEqual(['c1']);
  });

  it('digits by INFO reach the contact; anything else is refused', async () => {
    const { anna, dialog, connector } = await inCall();
    const info = (type: string, body: string) =>
      anna.phone.within(dialog, 'INFO', { body, headers: [['Content-Type', type]] });
    expect((await info('application/dtmf-relay', 'Signal=5\r\nDuration=160')).status).toBe(200);
    expect((await info('application/dtmf', '#')).status).toBe(200);
    expect((await info('application/dtmf', 'x')).status).toBe(400);
    expect((await info('text/plain', '5')).status).toBe(415);
    expect(connector.calls.filter(({ what }) => what === 'digits').map(({ detail }) => detail)).toEqual(['5', '#']);
  });

  it.each([
    ['UPDATE', 200],
    ['OPTIONS', 200],
    ['REFER', 405],
    ['MESSAGE', 405],
    ['SUBSCRIBE', 405],
    ['DANCE', 501],
  ])('%s is answered with %i', async (method, status) => {
    const { anna, dialog } = await inCall();
    const response = await anna.phone.within(dialog, method);
    expect(response.status).toBe(status);
    expect(headerValue(response, 'Session-Expires')).toBeUndefined();
    if (status > 400) expect(headerValue(response, 'Allow')).toContain('INVITE');
  });

  it('requests out of order, of another dialog or of another agent are refused', async () => {
    const { anna, dialog, enlist } = await inCall();
    const bruno = await enlist('bruno');
    expect((await bruno.phone.within({ ...dialog }, 'BYE')).status).toBe(481);
    expect((await anna.phone.within({ ...dialog, remoteTag: 'other' }, 'BYE')).status).toBe(481);
    await anna.phone.within(dialog, 'OPTIONS');
    expect((await anna.phone.within({ ...dialog, sequence: 1 }, 'OPTIONS')).status).toBe(500);
    expect((await anna.phone.within(dialog, 'BYE')).status).toBe(200);
    expect((await anna.phone.within(dialog, 'BYE')).status).toBe(481);
  });

  it('the call ends with the gateway', async () => {
    const { anna, router, connector, store } = await inCall();
    connector.ring('c2');
    await settle();
    router.stop();
    await settle();
    expect(anna.phone.requests('BYE')).toHaveLength(1);
    expect(connector.asked('hangUp')).toEqual(['c1']);
    expect(contactEventsOf(store).map(({ id }) => id)).toEqual(['c1/answered-call', 'c2/missed-call']);
  });
});
