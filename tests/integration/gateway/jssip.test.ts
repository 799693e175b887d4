import { beforeEach, describe, expect, it } from 'vitest';
import { reactionPackage } from '../../../src/shared/contracts/reaction.ts';
import { testOffer } from '../../fakes/gateway-connector.ts';
import { contactEventsOf } from '../../unit/gateway/support.ts';
import { eventually } from './support/eventually.ts';
import { type TestGateway, testGateway } from './support/gateway.ts';
import { type JsSipPhone, jsSipPhone, noMedia, stubBrowser } from './support/jssip.ts';
import { registeredPhone } from './support/sockets.ts';

beforeEach(stubBrowser);

const withTicket = (gateway: TestGateway, agentId: string) => async (): Promise<string> =>
  `${gateway.url}/sip?ticket=${(await gateway.tickets(`token-of-${agentId}`)).sipTicket}`;

const registered = async (gateway: TestGateway, agentId: string): Promise<JsSipPhone> => {
  const phone = jsSipPhone(withTicket(gateway, agentId), agentId);
  await eventually(() => expect(phone.happened).toContain('registered'));
  return phone;
};

const ringing = async (phone: JsSipPhone, count = 1) => {
  await eventually(() => expect(phone.sessions).toHaveLength(count));
  const session = phone.sessions.at(-1);
  if (session === undefined) throw new Error('no session');
  return session;
};

const inCall = async (gateway: TestGateway) => {
  const phone = await registered(gateway, 'anna');
  gateway.connector.ring('c1');
  const session = await ringing(phone);
  session.answer({ mediaStream: noMedia });
  await eventually(() => expect(phone.happened).toContain('confirmed'));
  return { phone, session };
};

describe('JsSIP registers', () => {
  it('with a ticket, again after its socket broke, and goes', async () => {
    const gateway = await testGateway();
    const phone = await registered(gateway, 'anna');
    phone.socket.cut();
    // JsSIP may report the REGISTER that it has just finished as failed, too.
    await eventually(() => expect(phone.happened.filter((what) => what === 'registered')).toHaveLength(2));
    phone.ua.unregister();
    await eventually(() => expect(phone.happened.at(-1)).toBe('unregistered'));
    gateway.connector.ring('c1');
    expect(phone.sessions).toEqual([]);
  });

  it('by digest, and is refused with a wrong password', async () => {
    const digestUsers = [{ agentId: 'anna', username: 'an', password: 'secret' }];
    const gateway = await testGateway({ digestUsers });
    const address = async () => `${gateway.url}/sip`;
    const right = jsSipPhone(address, 'anna', { authorization_user: 'an', password: 'secret' });
    const wrong = jsSipPhone(address, 'anna', { authorization_user: 'an', password: 'guess' });
    await eventually(() => expect(right.happened).toEqual(['registered']));
    await eventually(() => expect(wrong.happened).toEqual(['registrationFailed Authentication Error']));
    gateway.connector.ring('c1');
    await ringing(right);
    expect(wrong.sessions).toEqual([]);
  });
});

describe('JsSIP is called', () => {
  it('by name, answers, and hangs up', async () => {
    const gateway = await testGateway();
    const { phone, session } = await inCall(gateway);
    expect(session.remote_identity.display_name).toBe('Anna Bianchi');
    expect(session.remote_identity.uri.user).toBe('anna');
    expect(gateway.connector.asked('answer')).toEqual(['c1']);
    session.terminate();
    await eventually(() => expect(gateway.connector.asked('hangUp')).toEqual(['c1']));
    expect(phone.happened.at(-1)).toBe('ended Terminated');
  });

  it('and hears that the contact hung up', async () => {
    const gateway = await testGateway();
    const { phone } = await inCall(gateway);
    gateway.connector.events.callEnded('c1', 'hangup');
    await eventually(() => expect(phone.happened.at(-1)).toBe('ended Terminated'));
  });

  it('and hears that it was answered elsewhere', async () => {
    const gateway = await testGateway();
    const anna = await registered(gateway, 'anna');
    const bruno = await registered(gateway, 'bruno');
    gateway.connector.ring('c1');
    const losing = await ringing(anna);
    const reason = new Promise<string | undefined>((resolve) => {
      losing.on('failed', ({ message }: { message: { getHeader(name: string): string | undefined } }) =>
        resolve(message.getHeader('Reason')),
      );
    });
    (await ringing(bruno)).answer({ mediaStream: noMedia });
    expect(await reason).toBe('SIP;cause=200;text="Call completed elsewhere"');
    await eventually(() => expect(bruno.happened).toContain('confirmed'));
    expect(anna.happened.at(-1)).toBe('failed Canceled');
  });

  it('and hears that the contact gave up', async () => {
    const gateway = await testGateway();
    const phone = await registered(gateway, 'anna');
    gateway.connector.ring('c1');
    await ringing(phone);
    gateway.connector.events.callEnded('c1', 'hangup');
    await eventually(() => expect(phone.happened.at(-1)).toBe('failed Canceled'));
    await eventually(() => expect(contactEventsOf(gateway.store).map(({ id }) => id)).toEqual(['c1/missed-call']));
  });

  it('and declines for itself only', async () => {
    const gateway = await testGateway();
    const anna = await registered(gateway, 'anna');
    const bruno = await registered(gateway, 'bruno');
    gateway.connector.ring('c1');
    (await ringing(anna)).terminate({ status_code: 603 });
    (await ringing(bruno)).answer({ mediaStream: noMedia });
    await eventually(() => expect(gateway.connector.asked('answer')).toEqual(['c1']));
    expect(gateway.connector.asked('reject')).toEqual([]);
  });
});

describe('JsSIP in a call', () => {
  it('holds and resumes', async () => {
    const gateway = await testGateway();
    const { session } = await inCall(gateway);
    await new Promise<void>((resolve) => session.hold({}, resolve));
    expect(session.isOnHold().local).toBe(true);
    await new Promise<void>((resolve) => session.unhold({}, resolve));
    expect(
      gateway.connector.calls
        .filter(({ what }) => what === 'renegotiate')
        .map(({ detail }) => /a=(sendonly|sendrecv)/.exec(detail)?.[1]),
    ).toEqual(['sendonly', 'sendrecv']);
  });

  it('sends digits by INFO', async () => {
    const gateway = await testGateway();
    const { session } = await inCall(gateway);
    session.sendDTMF('5#', { duration: 70, interToneGap: 50 });
    await eventually(() =>
      expect(gateway.connector.calls.filter(({ what }) => what === 'digits').map(({ detail }) => detail)).toEqual([
        '5',
        '#',
      ]),
    );
  });

  it('sends reactions and gets them', async () => {
    const gateway = await testGateway();
    const phone = await registered(gateway, 'anna');
    gateway.connector.ring('c1');
    const session = await ringing(phone);
    const got: string[] = [];
    session.on(
      'newInfo',
      ({ originator, info }: { originator: string; info: { contentType: string; body: string } }) => {
        if (originator === 'remote') got.push(`${info.contentType} ${info.body}`);
      },
    );
    session.answer({ mediaStream: noMedia, extraHeaders: [`Recv-Info: ${reactionPackage}`] });
    await eventually(() => expect(phone.happened).toContain('confirmed'));
    gateway.connector.events.reaction('c1', '❤️');
    await eventually(() => expect(got).toEqual(['text/plain;charset=utf-8 ❤️']));
    session.sendInfo('text/plain;charset=utf-8', '👏', { extraHeaders: [`Info-Package: ${reactionPackage}`] });
    await eventually(() => expect(gateway.connector.asked('react')).toEqual(['c1']));
    expect(gateway.connector.calls.findLast(({ what }) => what === 'react')?.detail).toBe('👏');
    for (let count = 0; count < 30; count++)
      session.sendInfo('text/plain;charset=utf-8', '👏', { extraHeaders: [`Info-Package: ${reactionPackage}`] });
    session.sendInfo('text/plain', 'hello', { extraHeaders: ['Info-Package: weather'] });
    await new Promise<void>((resolve) => session.hold({}, resolve));
    expect(gateway.connector.asked('react').length).toBeLessThan(13);
    expect(session.isEstablished()).toBe(true);
  });

  it('survives a broken socket, and the gateway finds out that it did', async () => {
    const gateway = await testGateway();
    const { phone, session } = await inCall(gateway);
    const updated = new Promise<void>((resolve) => session.on('update', () => resolve()));
    phone.socket.cut();
    await updated;
    expect(phone.happened.filter((what) => what.startsWith('ended'))).toEqual([]);
    await new Promise<void>((resolve) => session.hold({}, resolve));
    session.terminate();
    await eventually(() => expect(gateway.connector.asked('hangUp')).toEqual(['c1']));
  });

  it('that was restarted has lost its call, and the contact is let go', async () => {
    const gateway = await testGateway();
    const { phone } = await inCall(gateway);
    const instance_id = (phone.ua as unknown as { configuration: { instance_id: string } }).configuration.instance_id;
    phone.socket.cut();
    phone.socket.connect = () => {};
    const again = jsSipPhone(withTicket(gateway, 'anna'), 'anna', { instance_id } as never);
    await eventually(() => expect(again.happened).toContain('registered'));
    await eventually(() => expect(gateway.connector.asked('hangUp')).toEqual(['c1']));
  });

  it('keeps session timers by itself, where it wants them', async () => {
    const gateway = await testGateway();
    const phone = jsSipPhone(withTicket(gateway, 'anna'), 'anna', { session_timers: true });
    await eventually(() => expect(phone.happened).toContain('registered'));
    gateway.connector.ring('c1');
    const session = await ringing(phone);
    session.answer({ mediaStream: noMedia });
    await eventually(() => expect(phone.happened).toContain('confirmed'));
    expect(session.isEstablished()).toBe(true);
  });
});

describe('JsSIP calls', () => {
  const call = async (gateway: TestGateway, target = 'sip:anna@cornetta.invalid') => {
    const phone = await registered(gateway, 'bruno');
    const session = phone.ua.call(target, {
      mediaStream: noMedia,
      extraHeaders: ['X-Cornetta-Call-Id: out-1', 'X-Cornetta-Call-Kind: voice'],
    });
    await eventually(() => expect(gateway.connector.asked('placeCall')).toEqual(['out-1']));
    return { phone, session };
  };

  it('a contact who answers', async () => {
    const gateway = await testGateway();
    const { phone, session } = await call(gateway);
    gateway.connector.events.outgoingRinging('out-1');
    await eventually(() => expect(phone.happened).toContain('progress'));
    gateway.connector.events.outgoingAnswered('out-1', testOffer);
    await eventually(() => expect(phone.happened).toContain('confirmed'));
    session.terminate();
    await eventually(() => expect(contactEventsOf(gateway.store).map(({ id }) => id)).toEqual(['out-1/outgoing-call']));
  });

  it.each([
    ['declined', 'Rejected'],
    ['no-answer', 'Unavailable'],
    ['unreachable', 'Not Found'],
  ] as const)('a contact who does not: %s', async (cause, words) => {
    const gateway = await testGateway();
    const { phone } = await call(gateway);
    gateway.connector.events.outgoingRefused('out-1', cause);
    await eventually(() => expect(phone.happened.at(-1)).toBe(`failed ${words}`));
  });

  it('and thinks better of it', async () => {
    const gateway = await testGateway();
    const { session } = await call(gateway);
    gateway.connector.events.outgoingRinging('out-1');
    await eventually(() => expect(session.isInProgress()).toBe(true));
    session.terminate();
    await eventually(() => expect(gateway.connector.asked('hangUp')).toEqual(['out-1']));
  });

  it('a contact whose id has many kinds of characters', async () => {
    const id = 'x:+39 06;x=1@è';
    const gateway = await testGateway();
    gateway.connector.events.contact({ contact: { id, name: 'Odd', phone: null }, serviceWindowUntil: null });
    gateway.connector.grant(id);
    await eventually(() => expect(gateway.store.contact(id)).not.toBeNull());
    await call(gateway, `sip:${encodeURIComponent(id)}@cornetta.invalid`);
    expect(gateway.connector.calls.find(({ what }) => what === 'placeCall')?.detail).toBe(id);
  });
});

it('JsSIP and another phone of the same agent ring together; one declining silences both', async () => {
  const gateway = await testGateway();
  const desk = await registered(gateway, 'anna');
  const { phone } = await registeredPhone(gateway, 'anna');
  gateway.connector.ring('c1');
  await ringing(desk);
  await eventually(() => expect(phone.requests('INVITE')).toHaveLength(1));
  phone.respond(phone.requests('INVITE')[0]!, 603);
  await eventually(() => expect(desk.happened.at(-1)).toBe('failed Canceled'));
  await eventually(() => expect(gateway.connector.asked('reject')).toEqual(['c1']));
});
