import { describe, expect, it } from 'vitest';
import { headerValue } from '../../../src/gateway/sip/message.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { TestPhone } from '../../fakes/gateway-phone.ts';
import { requestText } from '../../unit/gateway-sip/support.ts';
import { eventually } from './support/eventually.ts';
import { testGateway } from './support/gateway.ts';
import { connectPhone, registeredPhone } from './support/sockets.ts';

describe('a phone on its socket', () => {
  it('registers without a password, and unregisters', async () => {
    const gateway = await testGateway();
    const phone = new TestPhone('anna');
    await connectPhone(gateway, phone);
    const registered = await phone.register(120);
    expect(registered.status).toBe(200);
    expect(headerValue(registered, 'Contact')).toBe(
      `<${phone.contact}>;+sip.ice;reg-id=1;+sip.instance="<urn:uuid:${phone.instance}>";expires=120`,
    );
    gateway.connector.ring('c1');
    await eventually(() => expect(phone.requests('INVITE')).toHaveLength(1));
    expect(headerValue(await phone.register(0), 'Contact')).toBeUndefined();
    gateway.connector.ring('c2');
    await phone.request('OPTIONS');
    expect(phone.requests('INVITE')).toHaveLength(1);
  });

  it('cannot register for somebody else', async () => {
    const gateway = await testGateway();
    const phone = new TestPhone('anna');
    await connectPhone(gateway, phone);
    const stolen = await phone.request('REGISTER', {
      to: '<sip:bruno@cornetta.invalid>',
      headers: [['Contact', `<${phone.contact}>`]],
    });
    expect(stolen.status).toBe(403);
  });

  it('is answered: double line ends, OPTIONS, methods of no use here', async () => {
    const gateway = await testGateway();
    const phone = new TestPhone('anna');
    const { socket } = await connectPhone(gateway, phone);
    const pong = new Promise<string>((resolve) => socket.once('message', (data) => resolve(data.toString())));
    socket.send('\r\n\r\n');
    expect(await pong).toBe('\r\n');
    expect(socket.protocol).toBe('sip');
    const options = await phone.request('OPTIONS');
    expect([options.status, headerValue(options, 'Accept')]).toEqual([200, expect.stringContaining('application/sdp')]);
    for (const [method, status] of [
      ['MESSAGE', 405],
      ['SUBSCRIBE', 405],
      ['REFER', 405],
      ['BYE', 481],
      ['INFO', 481],
      ['DANCE', 501],
    ] as const) {
      expect((await phone.request(method)).status).toBe(status);
    }
    expect((await phone.request('CANCEL')).status).toBe(481);
    expect((await phone.request('OPTIONS', { uri: 'tel:+39' })).status).toBe(416);
  });

  it('may send its text as bytes', async () => {
    const gateway = await testGateway();
    const phone = new TestPhone('anna');
    const { socket } = await connectPhone(gateway, phone);
    phone.attach({ send: (text) => socket.send(Buffer.from(text)) });
    expect((await phone.register()).status).toBe(200);
  });

  it('is told what was wrong with a message, and may go on', async () => {
    const gateway = await testGateway();
    const phone = new TestPhone('anna');
    const { socket } = await connectPhone(gateway, phone);
    for (const text of ['hello', requestText('ACK'), requestText('OPTIONS', { CSeq: '1 BYE' })]) socket.send(text);
    await eventually(() => expect(phone.received).toHaveLength(1));
    expect(phone.received[0]).toMatchObject({ kind: 'response', status: 400, reason: 'CSeq names another method' });
    expect((await phone.register()).status).toBe(200);
  });

  it.each([
    ['noise', () => 'x'.repeat(1_000), 4429],
    ['bytes that are no text', () => Buffer.from([0xff, 0xfe, 0xfd]), 4429],
    ['requests', (index: number) => requestText('OPTIONS', { 'Call-ID': `flood-${index}` }), 4429],
    ['the same request', () => requestText('OPTIONS'), 4429],
    ['INVITEs', (index: number) => requestText('INVITE', { 'Call-ID': `flood-${index}` }), 4429],
    ['keep-alives', () => '\r\n\r\n', 4429],
    [
      'answers to nothing',
      () => requestText('BYE').replace('BYE sip:cornetta.invalid SIP/2.0', 'SIP/2.0 200 OK'),
      4429,
    ],
    ['a frame too large', () => 'x'.repeat(70_000), 1009],
  ] as const)('that floods with %s is closed, and nobody else loses a call', async (_, frame, code) => {
    const gateway = await testGateway();
    const good = await registeredPhone(gateway, 'bruno');
    gateway.connector.ring('c1');
    await eventually(() => expect(good.phone.requests('INVITE')).toHaveLength(1));
    const dialog = good.phone.answer(good.phone.requests('INVITE')[0]!);
    const bad = await registeredPhone(gateway, 'anna');
    for (let index = 0; index < 3_000 && bad.socket.readyState === bad.socket.OPEN; index += 1)
      bad.socket.send(frame(index));
    expect(await bad.closed).toMatchObject({ code });
    expect((await good.phone.within(dialog, 'BYE')).status).toBe(200);
    await eventually(() => expect(gateway.connector.asked('hangUp')).toEqual(['c1']));
    expect(gateway.log.errors()).toEqual([]);
  });

  it('that died silently is found out', async () => {
    const clock = manualGatewayClock();
    const gateway = await testGateway({ clock });
    const { socket, closed, phone } = await registeredPhone(gateway, 'anna');
    clock.advance(10_000);
    socket.pause();
    clock.advance(10_000);
    socket.resume();
    expect(await closed).toMatchObject({ code: 1006 });
    gateway.connector.ring('c1');
    expect(phone.requests('INVITE')).toEqual([]);
  });

  it('is replaced by its own newer socket', async () => {
    const gateway = await testGateway();
    const old = await registeredPhone(gateway, 'anna', 'the-same-phone');
    const now = await registeredPhone(gateway, 'anna', 'the-same-phone');
    expect(await old.closed).toMatchObject({ code: 4409 });
    gateway.connector.ring('c1');
    await eventually(() => expect(now.phone.requests('INVITE')).toHaveLength(1));
  });
});

describe('calls over real sockets', () => {
  it('go to one of many who answer at the same instant', async () => {
    const agents = Array.from({ length: 20 }, (_, index) => ({
      id: `a${index}`,
      name: `Agent ${index}`,
      role: 'agent' as const,
      token: `token-of-a${index}`,
    }));
    const gateway = await testGateway({ agents });
    const phones = await Promise.all(agents.map(({ id }) => registeredPhone(gateway, id)));
    const talking = new Map<string, number>();
    for (const { phone } of phones) {
      phone.onRequest = (request) => {
        const call = [...phone.requests('INVITE')].find(({ callId }) => callId === request.callId);
        const id = call === undefined ? '' : (headerValue(call, 'X-Cornetta-Call-Id') ?? '');
        if (request.method === 'INVITE') {
          phone.ring(request);
          phone.answer(request);
        } else if (request.method === 'ACK') talking.set(id, (talking.get(id) ?? 0) + 1);
        else if (request.method === 'BYE') {
          talking.set(id, (talking.get(id) ?? 0) - 1);
          phone.respond(request, 200);
        } else if (request.method === 'CANCEL') phone.respond(request, 200);
      };
    }
    const ids = Array.from({ length: 15 }, (_, index) => `call-${index}`);
    for (const id of ids) gateway.connector.ring(id);
    await eventually(() => expect(ids.map((id) => talking.get(id))).toEqual(ids.map(() => 1)));
    expect([...gateway.connector.asked('answer')].sort()).toEqual([...ids].sort());
  });
});
