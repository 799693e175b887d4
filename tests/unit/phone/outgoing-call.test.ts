import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PhoneAccount } from '../../../src/shared/contracts/phone.ts';
import { callLog, gatewayAccount, pass, pbxAccount, registeredDesk } from '../../fakes/sip-desk.ts';
import { answerInvite } from '../../fakes/sip-far-end.ts';
import { fakeStream, ice, peerConnections } from '../../fakes/sip-peer-connection.ts';
import { headerOf, headersOf } from '../../fakes/sip-text.ts';

afterEach(() => {
  vi.useRealTimers();
});

async function dial(account: PhoneAccount = pbxAccount, uri = 'sip:anna@example.com', contactId: string | null = null) {
  const desk = await registeredDesk(account);
  const { log, events } = callLog();
  const placed = desk.agent.place(
    { callId: 'call-1', target: { uri, contactId }, kind: 'voice', stream: fakeStream() },
    events,
  );
  await pass(100);
  return { desk, log, placed, call: placed.ok ? placed.value : null };
}

describe('a call that is placed', () => {
  it('rings and is answered', async () => {
    const { desk, log, call } = await dial();
    answerInvite(desk.server, 100, 'Trying');
    answerInvite(desk.server, 180, 'Ringing');
    answerInvite(desk.server, 180, 'Ringing');
    await pass(10);
    expect(log.said).toEqual(['connection', 'ringing']);
    answerInvite(desk.server, 200, 'OK');
    await pass(10);
    expect(log.said).toEqual(['connection', 'ringing', 'accepted']);
    expect(desk.server.requests('ACK')).toHaveLength(1);
    expect(call?.answered).toBe(true);
  });

  it('tells a gateway which call and whom; a PBX is told nothing it does not know', async () => {
    const { desk } = await dial(gatewayAccount, 'sip:wa%3A39@example.com', 'wa:39 ü');
    const invite = desk.server.requests('INVITE')[0]!;
    expect(headerOf(invite, 'X-Cornetta-Call-Id')).toBe('call-1');
    expect(headerOf(invite, 'X-Cornetta-Call-Kind')).toBe('voice');
    expect(headerOf(invite, 'X-Cornetta-Contact-Id')).toBe('wa%3A39%20%C3%BC');
    vi.useRealTimers();
    const pbx = await dial();
    expect(headersOf(pbx.desk.server.requests('INVITE')[0]!, 'X-Cornetta-Call-Id')).toEqual([]);
  });

  it.each([
    [486, 'busy'],
    [600, 'busy'],
    [603, 'declined'],
    [480, 'no-answer'],
    [408, 'no-answer'],
    [404, 'unreachable'],
    [503, 'unreachable'],
    [302, 'unreachable'],
    [403, 'refused'],
    [488, 'media'],
  ])('that is refused with %i ends as %s', async (status, cause) => {
    const { desk, log } = await dial();
    answerInvite(desk.server, 100, 'Trying');
    answerInvite(desk.server, status, 'No');
    await pass(10);
    expect(log.end).toMatchObject({ cause });
    expect(peerConnections.at(-1)?.connectionState).toBe('closed');
  });

  it('is cancelled once the server knows of it', async () => {
    const { desk, log, call } = await dial();
    answerInvite(desk.server, 180, 'Ringing');
    await pass(5);
    call?.hangUp();
    expect(desk.server.requests('CANCEL')).toHaveLength(1);
    expect(log.end).toMatchObject({ by: 'local', cause: 'cancelled' });
  });

  it('that is given up before the server said anything is cancelled as soon as it does', async () => {
    const { desk, log, call } = await dial();
    call?.hangUp();
    expect(desk.server.requests('CANCEL')).toEqual([]);
    answerInvite(desk.server, 180, 'Ringing');
    await pass(5);
    expect(desk.server.requests('CANCEL')).toHaveLength(1);
    expect(log.said.filter((word) => word.startsWith('ended'))).toEqual(['ended local cancelled']);
  });

  it('that is given up while it is being prepared is never sent', async () => {
    const desk = await registeredDesk();
    ice.candidates = [];
    const { log, events } = callLog();
    const target = { uri: 'sip:anna@example.com', contactId: null };
    const placed = desk.agent.place({ callId: 'call-1', target, kind: 'voice', stream: fakeStream() }, events);
    if (placed.ok) placed.value.hangUp();
    await pass(3000);
    expect(desk.server.requests('INVITE')).toEqual([]);
    expect(log.end).toMatchObject({ by: 'local', cause: 'cancelled' });
  });

  it('ends as lost where the connection breaks before it is answered', async () => {
    const { desk, log } = await dial();
    answerInvite(desk.server, 180, 'Ringing');
    await pass(5);
    desk.server.socket.drop();
    expect(log.end).toMatchObject({ by: 'system', cause: 'connection' });
  });

  it('is refused while there is no connection', async () => {
    const desk = await registeredDesk();
    desk.server.connections = 'refused';
    desk.server.socket.drop();
    const target = { uri: 'sip:anna@example.com', contactId: null };
    const { events } = callLog();
    expect(desk.agent.place({ callId: 'c', target, kind: 'voice', stream: fakeStream() }, events)).toMatchObject({
      ok: false,
      error: { code: 'offline' },
    });
  });

  it.each(['', 'sip:', 'sip:%zz@example.com', 'sip:a b@'])('is refused for the address %j', async (uri) => {
    const { placed } = await dial(pbxAccount, uri);
    expect(placed).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });

  it('waits for an address seen from outside where there are servers to ask, but not for long', async () => {
    const account: PhoneAccount = { ...pbxAccount, iceServers: [{ urls: 'stun:stun.example' }] };
    const desk = await registeredDesk(account);
    ice.candidates = [{ type: 'host', after: 2 }];
    const { events } = callLog();
    const target = { uri: 'sip:anna@example.com', contactId: null };
    desk.agent.place({ callId: 'c', target, kind: 'voice', stream: fakeStream() }, events);
    await pass(400);
    expect(desk.server.requests('INVITE')).toEqual([]);
    await pass(150);
    expect(desk.server.requests('INVITE')).toHaveLength(1);
    ice.candidates = [
      { type: 'host', after: 2 },
      { type: 'srflx', after: 60 },
    ];
    desk.agent.place({ callId: 'd', target, kind: 'voice', stream: fakeStream() }, callLog().events);
    await pass(120);
    expect(desk.server.requests('INVITE')).toHaveLength(2);
  });
});
