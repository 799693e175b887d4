import { afterEach, describe, expect, it, vi } from 'vitest';
import { pass, registeredDesk } from '../../fakes/sip-desk.ts';
import { agree, answerInvite, lastOfferDirection, talkAtDesk as talk } from '../../fakes/sip-far-end.ts';
import { headerOf, responseTo } from '../../fakes/sip-text.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('hold', () => {
  it('is said when the far end agreed, both ways', async () => {
    const desk = await registeredDesk();
    const { call, log } = await talk(desk);
    const held = call.hold(true);
    expect(log.said).toEqual([]);
    await pass(100);
    expect(await held).toEqual({ ok: true, value: null });
    expect(lastOfferDirection(desk.server)).toBe('sendonly');
    const resumed = call.hold(false);
    await pass(100);
    expect(await resumed).toEqual({ ok: true, value: null });
    expect(lastOfferDirection(desk.server)).toBe('sendrecv');
    expect(log.said).toEqual(['held local true', 'held local false']);
  });

  it('takes presses in quick succession one after the other', async () => {
    const desk = await registeredDesk();
    const { call } = await talk(desk);
    const presses = [call.hold(true), call.hold(false), call.hold(true)];
    await pass(1000);
    expect(await Promise.all(presses)).toEqual(Array.from({ length: 3 }, () => ({ ok: true, value: null })));
    const sequence = desk.server.requests('INVITE').map((request) => headerOf(request, 'CSeq'));
    expect(new Set(sequence).size).toBe(3);
    expect(call.microphoneOpen()).toBe(false);
  });

  it('that the far end refuses leaves the call as it was', async () => {
    const desk = await registeredDesk();
    const { call, log, connection } = await talk(desk);
    desk.server.replies.set('INVITE', (request) => responseTo(request, 488, 'Not Acceptable Here'));
    const held = call.hold(true);
    await pass(100);
    expect(await held).toMatchObject({ ok: false, error: { code: 'rejected' } });
    expect(connection.signalingState).toBe('stable');
    expect(call.microphoneOpen()).toBe(true);
    expect(log.end).toBeNull();
    desk.server.replies.set('INVITE', agree);
    const again = call.hold(true);
    await pass(100);
    expect(await again).toEqual({ ok: true, value: null });
  });

  it('collides with a change of the far end: theirs is refused with 491, ours is tried again, nobody ends on hold by mistake', async () => {
    const desk = await registeredDesk();
    const { call, caller, log } = await talk(desk);
    desk.server.replies.delete('INVITE');
    const held = call.hold(true);
    await pass(50);
    const first = desk.server.requests('INVITE').length;
    caller.reinvite('sendonly');
    await pass(5);
    expect(desk.server.responses('INVITE').at(-1)?.status).toBe(491);
    answerInvite(desk.server, 491, 'Request Pending');
    desk.server.replies.set('INVITE', agree);
    await pass(2000);
    expect(await held).toEqual({ ok: true, value: null });
    expect(desk.server.requests('INVITE').length).toBeGreaterThan(first);
    expect(log.said).toEqual(['held local true']);
  });

  it('by the far end is told', async () => {
    const desk = await registeredDesk();
    const { call, caller, log } = await talk(desk);
    caller.ack(caller.reinvite('sendonly'));
    await pass(50);
    caller.ack(2);
    expect(call.microphoneOpen()).toBe(false);
    caller.reinvite('sendrecv');
    await pass(50);
    caller.ack(3);
    expect(call.microphoneOpen()).toBe(true);
    expect(log.said).toEqual(['held remote true', 'held remote false']);
  });
});

describe('a connection that breaks during a call', () => {
  it('does not end the call; hold is refused meanwhile, mute and hang-up work', async () => {
    const desk = await registeredDesk();
    const { call, log } = await talk(desk);
    desk.server.connections = 'refused';
    desk.server.socket.drop();
    await pass(5000);
    expect(await call.hold(true)).toMatchObject({ ok: false, error: { code: 'offline' } });
    expect(call.mute(true)).toEqual({ ok: true, value: null });
    expect(call.microphoneOpen()).toBe(false);
    expect(log.end).toBeNull();
    call.hangUp();
    expect(log.end).toMatchObject({ by: 'local', cause: 'hangup' });
  });

  it('in the middle of a hold does not end the call either; afterwards the two sides are brought in line', async () => {
    const desk = await registeredDesk();
    const { call, log, connection } = await talk(desk);
    desk.server.replies.delete('INVITE');
    const held = call.hold(true);
    await pass(100);
    desk.server.socket.drop();
    expect(await held).toMatchObject({ ok: false, error: { code: 'offline' } });
    await pass(1);
    expect(connection.signalingState).toBe('stable');
    expect(call.microphoneOpen()).toBe(true);
    desk.server.replies.set('INVITE', agree);
    await pass(1000);
    expect(connection.offers.at(-1)).toEqual({ iceRestart: true });
    expect(lastOfferDirection(desk.server)).toBe('sendrecv');
    expect(log.end).toBeNull();
  });

  it('is survived by a later hold on the new connection', async () => {
    const desk = await registeredDesk();
    const { call } = await talk(desk);
    desk.server.socket.drop();
    await pass(1000);
    const held = call.hold(true);
    await pass(100);
    expect(await held).toEqual({ ok: true, value: null });
  });

  it('ends the call where the new server knows nothing of it', async () => {
    const desk = await registeredDesk();
    const { call, log } = await talk(desk);
    desk.server.socket.drop();
    await pass(1000);
    desk.server.replies.set('INVITE', (request) => responseTo(request, 481, 'Call/Transaction Does Not Exist'));
    const held = call.hold(true);
    await pass(100);
    expect(await held).toMatchObject({ ok: false, error: { code: 'gone' } });
    expect(log.end).toMatchObject({ by: 'system', cause: 'connection' });
  });
});

describe('tones', () => {
  it('go into the media (RFC 4733)', async () => {
    const desk = await registeredDesk();
    const { call, connection } = await talk(desk);
    expect(call.dtmf('12#')).toEqual({ ok: true, value: null });
    expect(connection.getSenders()[0]!.dtmf.sent).toEqual(['12#']);
    expect(desk.server.requests('INFO')).toEqual([]);
  });

  it('go as INFO where the media cannot carry them, and are refused while the server is away', async () => {
    const desk = await registeredDesk();
    const { call, connection, log } = await talk(desk);
    connection.getSenders()[0]!.dtmf.canInsertDTMF = false;
    desk.server.replies.set('INFO', (request) => responseTo(request, 200, 'OK'));
    expect(call.dtmf('5')).toEqual({ ok: true, value: null });
    await pass(300);
    expect(desk.server.requests('INFO').map(({ body }) => body)).toEqual(['Signal=5\r\nDuration=100']);
    desk.server.connections = 'refused';
    desk.server.socket.drop();
    expect(call.dtmf('6')).toMatchObject({ ok: false, error: { code: 'offline' } });
    expect(log.end).toBeNull();
  });

  it('that lose the connection halfway do not end the call', async () => {
    const desk = await registeredDesk();
    const { call, connection, log } = await talk(desk);
    connection.getSenders()[0]!.dtmf.canInsertDTMF = false;
    call.dtmf('123456');
    await pass(200);
    desk.server.connections = 'refused';
    desk.server.socket.drop();
    await pass(2000);
    expect(log.end).toBeNull();
  });

  it.each(['x', '', '1 2'])('refuse %j', async (tones) => {
    const desk = await registeredDesk();
    const { call } = await talk(desk);
    expect(call.dtmf(tones)).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });
});
