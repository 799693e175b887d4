import { afterEach, describe, expect, it, vi } from 'vitest';
import { pass, registeredDesk } from '../../fakes/sip-desk.ts';
import { Caller, talkAtDesk as talk } from '../../fakes/sip-far-end.ts';
import { fakeStream } from '../../fakes/sip-peer-connection.ts';
import { headerOf, responseTo } from '../../fakes/sip-text.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('the media path', () => {
  it('is restarted two seconds after it broke, and said to flow again', async () => {
    const desk = await registeredDesk();
    const { log, connection } = await talk(desk);
    connection.become('disconnected');
    await pass(1900);
    expect(connection.offers).toEqual([]);
    await pass(200);
    expect(connection.offers).toEqual([{ iceRestart: true }]);
    // Gathering for the answer is still going on: the offer must not leave without candidates of its own.
    expect(desk.server.last(({ method }) => method === 'INVITE').body).toContain('typ host');
    connection.become('connected');
    await pass(10_000);
    expect(connection.offers).toHaveLength(1);
    expect(log.said).toEqual(['media interrupted', 'media flowing']);
  });

  it('that comes back by itself is left alone', async () => {
    const desk = await registeredDesk();
    const { connection } = await talk(desk);
    connection.become('disconnected');
    await pass(1000);
    connection.become('connected');
    await pass(10_000);
    expect(connection.offers).toEqual([]);
  });

  it('that is back only for a moment is not said to flow', async () => {
    const desk = await registeredDesk();
    const { log, connection } = await talk(desk);
    connection.become('disconnected');
    await pass(2100);
    connection.become('connected');
    await pass(60);
    connection.become('disconnected');
    await pass(5000);
    expect(log.said).toEqual(['media interrupted']);
    expect(connection.offers.length).toBeGreaterThan(1);
  });

  it('that failed does not end the call, as JsSIP would, before half a minute is over', async () => {
    const desk = await registeredDesk();
    const { log, connection } = await talk(desk);
    connection.become('failed');
    await pass(100);
    expect(connection.offers).toHaveLength(1);
    await pass(25_000);
    expect(log.end).toBeNull();
    expect(connection.offers.length).toBeGreaterThan(4);
    await pass(10_000);
    expect(log.end).toMatchObject({ by: 'system', cause: 'media' });
    expect(headerOf(desk.server.requests('BYE')[0]!, 'Reason')).toContain('cause=408');
  });

  it('waits for the connection to the server, and is restarted as soon as that is back', async () => {
    const desk = await registeredDesk();
    const { log, connection } = await talk(desk);
    desk.server.connections = 'refused';
    desk.server.socket.drop();
    connection.become('disconnected');
    await pass(40_000);
    expect(connection.offers).toEqual([]);
    expect(log.end).toBeNull();
    desk.server.connections = 'accepted';
    await pass(2100);
    expect(connection.offers).toHaveLength(1);
  });

  it('is restarted on a change of network, once', async () => {
    const desk = await registeredDesk();
    const { connection, log } = await talk(desk);
    desk.agent.reconnect();
    await pass(500);
    expect(connection.offers).toEqual([{ iceRestart: true }]);
    expect(log.said).toEqual([]);
  });

  it('is restarted after a change of network that also broke the connection', async () => {
    const desk = await registeredDesk();
    const { connection } = await talk(desk);
    desk.server.connections = 'refused';
    desk.server.socket.drop();
    desk.agent.reconnect();
    await pass(3000);
    desk.server.connections = 'accepted';
    await pass(2000);
    expect(connection.offers).toEqual([{ iceRestart: true }]);
  });

  it('that a far end refuses to restart stays as it is', async () => {
    const desk = await registeredDesk();
    const { connection, log } = await talk(desk);
    desk.server.replies.set('INVITE', (request) => responseTo(request, 501, 'Not Implemented'));
    desk.agent.reconnect();
    await pass(500);
    expect(connection.offers).toHaveLength(1);
    expect(connection.signalingState).toBe('stable');
    expect(log.end).toBeNull();
  });

  it('that never comes up ends the call after half a minute', async () => {
    const desk = await registeredDesk();
    const caller = new Caller(desk.server).invite();
    await pass(5);
    const { call, log } = desk.offers.at(-1)!;
    void call.answer(fakeStream());
    await pass(100);
    caller.ack();
    await pass(36_000);
    expect(log.end).toMatchObject({ by: 'system', cause: 'media' });
  });
});
