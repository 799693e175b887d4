import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Desk, pass, pbxAccount, registeredDesk } from '../../fakes/sip-desk.ts';
import { Caller, type InviteOptions } from '../../fakes/sip-far-end.ts';
import { fakeStream, ice, lastPeerConnection, peerConnections } from '../../fakes/sip-peer-connection.ts';
import { headerOf, tagOf } from '../../fakes/sip-text.ts';

afterEach(() => {
  vi.useRealTimers();
});

const gatewayHeaders = [
  'X-Cornetta-Call-Id: call-7',
  'X-Cornetta-Contact-Id: wa%3A393331234567',
  'X-Cornetta-Contact-Name: Zo%C3%AB%20%E2%98%8E',
  'X-Cornetta-Call-Kind: video',
];

async function ring(desk: Desk, options: InviteOptions = {}) {
  const caller = new Caller(desk.server, options).invite();
  await pass(5);
  const { offer, call, log } = desk.offers.at(-1)!;
  return { caller, offer, call, log };
}

async function talk(desk: Desk) {
  const ringing = await ring(desk, { headers: gatewayHeaders });
  const answered = ringing.call.answer(fakeStream());
  await pass(100);
  ringing.caller.ack();
  await pass(5);
  return { ...ringing, answered: await answered };
}

describe('a call that comes in', () => {
  it('says who calls as the gateway named them, and rings', async () => {
    const desk = await registeredDesk({ ...pbxAccount, video: true });
    const { offer, caller } = await ring(desk, { headers: gatewayHeaders });
    expect(offer).toEqual({
      callId: 'call-7',
      contactId: 'wa:393331234567',
      name: 'Zoë ☎',
      address: 'anna@example.com',
      kind: 'video',
    });
    expect(desk.server.responses('INVITE').map(({ status }) => status)).toEqual([100, 180]);
    expect(caller.answers).toEqual([]);
  });

  it('gets an id here where a PBX sends none', async () => {
    const desk = await registeredDesk();
    const { offer } = await ring(desk, { from: '"Bob" <sip:+390612345678@pbx.example>' });
    expect(offer).toEqual({ callId: 'made-1', contactId: null, name: 'Bob', address: '+390612345678', kind: 'voice' });
  });

  it('is answered without waiting for the end of gathering', async () => {
    const desk = await registeredDesk();
    const { answered, log, caller } = await talk(desk);
    expect(answered).toEqual({ ok: true, value: null });
    expect(log.said).toEqual(['connection', 'accepted']);
    expect(caller.answers.map(({ status }) => status)).toEqual([200]);
    expect(caller.answers[0]!.body).toContain('typ host');
  });

  it('with video is a voice call where the provider carries no pictures', async () => {
    const desk = await registeredDesk();
    const { offer } = await talk(desk);
    expect(offer.kind).toBe('voice');
    expect(lastPeerConnection().video.direction).toBe('inactive');
  });

  it('survives an error in what listens to it', async () => {
    const desk = await registeredDesk();
    const { call, caller, log } = await ring(desk);
    log.said.push = () => {
      throw new Error('listener');
    };
    const answered = call.answer(fakeStream());
    await pass(100);
    caller.ack();
    expect(await answered).toEqual({ ok: true, value: null });
    expect(call.over).toBe(false);
  });

  it('is answered even where gathering finds nothing at all', async () => {
    const desk = await registeredDesk();
    const { call, caller } = await ring(desk);
    ice.candidates = [];
    ice.completeAfter = null;
    const answered = call.answer(fakeStream());
    await pass(900);
    expect(caller.answers).toEqual([]);
    await pass(150);
    expect(await answered).toEqual({ ok: true, value: null });
    expect(caller.answers).toHaveLength(1);
  });

  it.each([
    [false, 603],
    [true, 486],
  ])('is declined (busy: %s) with %i', async (busy, status) => {
    const desk = await registeredDesk();
    const { call, caller, log } = await ring(desk);
    call.decline(busy);
    expect(caller.answers.map((answer) => answer.status)).toEqual([status]);
    expect(log.end).toMatchObject({ by: 'local', cause: 'declined' });
    expect(await call.answer(fakeStream())).toMatchObject({ ok: false, error: { code: 'gone' } });
  });

  it('is not declined by a phone that goes away: it may ring on for others', async () => {
    const desk = await registeredDesk();
    const { caller, log } = await ring(desk);
    const stopped = desk.agent.stop();
    await pass(50);
    await stopped;
    expect(caller.answers.map(({ status }) => status)).toEqual([503]);
    expect(log.end).toMatchObject({ by: 'local' });
  });

  it('is not offered twice: a second INVITE for it is refused, the first goes on ringing', async () => {
    const desk = await registeredDesk();
    const { log } = await ring(desk, { headers: gatewayHeaders });
    const second = new Caller(desk.server, { id: 'invite-2', headers: gatewayHeaders }).invite();
    await pass(5);
    expect(second.answers.map(({ status }) => status)).toEqual([482]);
    expect(desk.offers).toHaveLength(1);
    expect(log.end).toBeNull();
  });

  it.each([
    [undefined, 'cancelled', null],
    ['SIP;cause=200;text="Call completed elsewhere"', 'elsewhere', 'Call completed elsewhere'],
    ['Q.850;cause=26', 'elsewhere', null],
    ['SIP ;cause=487 ;text="Gave up"', 'cancelled', 'Gave up'],
  ])('stops ringing on CANCEL with Reason %s: %s', async (reason, cause, text) => {
    const desk = await registeredDesk();
    const { caller, log, call } = await ring(desk);
    caller.cancel(reason);
    await pass(5);
    expect(log.end).toMatchObject({ by: 'remote', cause, reason: text });
    expect(call.over).toBe(true);
  });

  it('that is cancelled at the instant of the answer is gone, and the connection closed', async () => {
    const desk = await registeredDesk();
    const { caller, call, log } = await ring(desk);
    const answered = call.answer(fakeStream());
    caller.cancel();
    await pass(200);
    expect(await answered).toMatchObject({ ok: false, error: { code: 'gone' } });
    expect(log.said.at(-1)).toBe('ended remote cancelled');
    expect(caller.answers.map(({ status }) => status)).toEqual([487]);
    expect(peerConnections.every(({ connectionState }) => connectionState === 'closed')).toBe(true);
  });

  it('that the server lets somebody else have after our 200 ends as answered elsewhere', async () => {
    const desk = await registeredDesk();
    const { caller, log } = await talk(desk);
    caller.bye('SIP;cause=200;text="Call completed elsewhere"');
    await pass(5);
    expect(log.end).toMatchObject({ by: 'remote', cause: 'elsewhere' });
  });

  it('ends for a description that WebRTC refuses', async () => {
    const desk = await registeredDesk();
    const { call, caller, log } = await ring(desk);
    const answered = call.answer(fakeStream());
    lastPeerConnection().setRemoteDescription = () => Promise.reject(new Error('no'));
    await pass(100);
    expect(await answered).toMatchObject({ ok: false, error: { code: 'media' } });
    expect(caller.answers.map(({ status }) => status)).toEqual([488]);
    expect(log.end).toMatchObject({ by: 'system', cause: 'media' });
  });

  it('whose description cannot even be read is refused, and gone', async () => {
    const desk = await registeredDesk();
    const { call, caller, log } = await ring(desk);
    vi.stubGlobal('RTCPeerConnection', function broken() {
      throw new DOMException('no', 'NotSupportedError');
    });
    expect(await call.answer(fakeStream())).toMatchObject({ ok: false, error: { code: 'media' } });
    expect(caller.answers.map(({ status }) => status)).toEqual([488]);
    expect(log.end).toMatchObject({ by: 'system', cause: 'media' });
  });

  it('hangs up with BYE, and says so when the far end does', async () => {
    const desk = await registeredDesk();
    const first = await talk(desk);
    first.call.hangUp();
    expect(desk.server.requests('BYE')).toHaveLength(1);
    expect(first.log.end).toMatchObject({ by: 'local', cause: 'hangup' });
    const again = await registeredDesk();
    const second = await talk(again);
    second.caller.bye();
    await pass(5);
    expect(second.log.end).toMatchObject({ by: 'remote', cause: 'hangup' });
  });

  it('refuses more than anybody can look at', async () => {
    const desk = await registeredDesk();
    for (let count = 0; count < 65; count += 1) new Caller(desk.server, { id: `flood-${count}` }).invite();
    await pass(10);
    expect(desk.offers).toHaveLength(64);
    expect(desk.server.responses('INVITE').filter(({ status }) => status === 486)).toHaveLength(1);
  });
});

describe('a call that rings while the connection breaks', () => {
  it('goes on ringing, cannot be answered meanwhile, and is the same call when the server offers it again', async () => {
    const desk = await registeredDesk();
    const { call, log } = await ring(desk, { headers: gatewayHeaders });
    desk.server.connections = 'refused';
    desk.server.socket.drop();
    expect(call.unanswerable()).toBe('offline');
    await pass(1000);
    desk.server.connections = 'accepted';
    await pass(2000);
    const again = new Caller(desk.server, { id: 'invite-2', headers: gatewayHeaders }).invite();
    await pass(5);
    expect(desk.offers).toHaveLength(1);
    expect(call.unanswerable()).toBeNull();
    const answered = call.answer(fakeStream());
    await pass(100);
    again.ack();
    expect(await answered).toEqual({ ok: true, value: null });
    await pass(10_000);
    expect(log.end).toBeNull();
  });

  it('ends where the server does not offer it again', async () => {
    const desk = await registeredDesk();
    const { log } = await ring(desk, { headers: gatewayHeaders });
    desk.server.socket.drop();
    await pass(2900);
    expect(log.end).toBeNull();
    await pass(1000);
    expect(log.end).toMatchObject({ by: 'system', cause: 'connection' });
  });

  it('ends where the connection stays away', async () => {
    const desk = await registeredDesk();
    const { log } = await ring(desk);
    desk.server.connections = 'refused';
    desk.server.socket.drop();
    await pass(31_000);
    expect(log.end).toMatchObject({ by: 'system', cause: 'connection' });
  });

  it('fails an answer that was on its way, and can be answered when it is offered again', async () => {
    const desk = await registeredDesk();
    const { call, log } = await ring(desk, { headers: gatewayHeaders });
    ice.candidates = [];
    const answered = call.answer(fakeStream());
    await pass(100);
    desk.server.socket.drop();
    expect(await answered).toMatchObject({ ok: false, error: { code: 'offline' } });
    ice.candidates = [{ type: 'host', after: 1 }];
    await pass(1000);
    const again = new Caller(desk.server, { id: 'invite-2', headers: gatewayHeaders }).invite();
    await pass(5);
    const second = call.answer(fakeStream());
    await pass(200);
    again.ack();
    expect(await second).toEqual({ ok: true, value: null });
    expect(tagOf(headerOf(again.answers[0]!, 'To'))).not.toBe('');
    expect(log.said.filter((word) => word.startsWith('ended'))).toEqual([]);
  });
});
