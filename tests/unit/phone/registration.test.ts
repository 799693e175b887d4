import { afterEach, describe, expect, it, vi } from 'vitest';
import { gatewayAccount, openDesk, pass, pbxAccount, registeredDesk } from '../../fakes/sip-desk.ts';
import { acceptRegistration, SipServer } from '../../fakes/sip-server.ts';
import { headerOf, headersOf, responseTo } from '../../fakes/sip-text.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('registering', () => {
  it('says so once, with the account’s instance and no session timers', async () => {
    const { registrations, server } = await registeredDesk();
    expect(registrations).toEqual([
      { state: 'connecting', cause: null },
      { state: 'registered', cause: null },
    ]);
    const [register] = server.requests('REGISTER');
    expect(headerOf(register!, 'Contact')).toContain(`+sip.instance="<urn:uuid:${pbxAccount.instanceId}>"`);
    expect(headersOf(register!, 'Session-Expires')).toEqual([]);
  });

  it('refreshes silently, and stays registered', async () => {
    const { registrations, server } = await registeredDesk();
    await pass(300_000);
    expect(server.requests('REGISTER').length).toBeGreaterThan(1);
    expect(registrations).toHaveLength(2);
  });

  it('answers a digest challenge', async () => {
    const server = new SipServer();
    server.replies.set('REGISTER', (request) =>
      headersOf(request, 'Authorization').length > 0
        ? acceptRegistration(request)
        : responseTo(request, 401, 'Unauthorized', ['WWW-Authenticate: Digest realm="example.com", nonce="n1"']),
    );
    const { registrations } = openDesk(pbxAccount, server);
    await pass(500);
    expect(registrations.at(-1)?.state).toBe('registered');
    expect(headerOf(server.requests('REGISTER')[1]!, 'Authorization')).toContain('username="eva"');
  });

  it('answers the challenge of another realm too, when the server was set up anew', async () => {
    const server = new SipServer();
    let realm = 'old.example';
    server.replies.set('REGISTER', (request) => {
      const [authorization = ''] = headersOf(request, 'Authorization');
      if (authorization.includes(`realm="${realm}"`)) return acceptRegistration(request);
      return responseTo(request, 401, 'Unauthorized', [`WWW-Authenticate: Digest realm="${realm}", nonce="n1"`]);
    });
    const { registrations } = openDesk(pbxAccount, server);
    await pass(500);
    expect(registrations.at(-1)?.state).toBe('registered');
    realm = 'new.example';
    server.socket.drop();
    await pass(60_000);
    expect(registrations.at(-1)?.state).toBe('registered');
  });

  it('tries again by itself after a 503, further and further apart', async () => {
    const server = new SipServer();
    server.replies.set('REGISTER', (request) => responseTo(request, 503, 'Service Unavailable'));
    const { registrations } = openDesk(pbxAccount, server);
    await pass(200);
    expect(registrations.at(-1)).toEqual({ state: 'unregistered', cause: '503 Service Unavailable' });
    await pass(4000);
    expect(server.requests('REGISTER').length).toBeGreaterThanOrEqual(4);
    const early = server.requests('REGISTER').length;
    await pass(60_000);
    expect(server.requests('REGISTER').length - early).toBeLessThanOrEqual(9);
    server.replies.set('REGISTER', acceptRegistration);
    await pass(16_000);
    expect(registrations.at(-1)).toEqual({ state: 'registered', cause: null });
    expect(server.sockets).toHaveLength(1);
  });

  it('waits as long as the registrar asks', async () => {
    const server = new SipServer();
    server.replies.set('REGISTER', (request) => responseTo(request, 503, 'Busy', ['Retry-After: 20']));
    openDesk(pbxAccount, server);
    await pass(15_000);
    expect(server.requests('REGISTER')).toHaveLength(1);
    await pass(10_000);
    expect(server.requests('REGISTER')).toHaveLength(2);
  });

  it('says refused for wrong credentials and does not hammer the server', async () => {
    const server = new SipServer();
    server.replies.set('REGISTER', (request) => responseTo(request, 403, 'Forbidden'));
    const { registrations } = openDesk(pbxAccount, server);
    await pass(29_000);
    expect(registrations.at(-1)).toEqual({ state: 'refused', cause: '403 Forbidden' });
    expect(server.requests('REGISTER')).toHaveLength(1);
    server.replies.set('REGISTER', acceptRegistration);
    await pass(20_000);
    expect(registrations.at(-1)?.state).toBe('registered');
  });

  it('opens another connection where REGISTER is never answered', async () => {
    const server = new SipServer();
    server.replies.set('REGISTER', () => null);
    const { registrations } = openDesk(pbxAccount, server);
    await pass(4500);
    expect(server.sockets.length).toBe(2);
    server.replies.set('REGISTER', acceptRegistration);
    await pass(9000);
    expect(registrations.at(-1)?.state).toBe('registered');
  });

  it('goes by what the account is: the same again changes nothing, another one does not fit', async () => {
    const { agent, server } = await registeredDesk();
    expect(agent.adopt({ ...pbxAccount, displayName: 'Eva R.', iceServers: [{ urls: 'stun:127.0.0.1' }] })).toBe(true);
    expect(agent.adopt({ ...pbxAccount, password: 'other' })).toBe(false);
    expect(agent.adopt({ ...pbxAccount, server: 'ws://127.0.0.1:1/' })).toBe(false);
    expect(server.requests('REGISTER')).toHaveLength(1);
  });

  it('unregisters when it stops', async () => {
    const { agent, server } = await registeredDesk();
    const stopped = agent.stop();
    await pass(50);
    await stopped;
    expect(headerOf(server.requests('REGISTER').at(-1)!, 'Expires')).toBe('0');
    expect(() => server.socket).toThrow('no connection stands');
  });
});

describe('connecting', () => {
  it('asks for a ticket before each connection to a gateway', async () => {
    const { server, tickets } = await registeredDesk(gatewayAccount);
    expect(server.socket.url).toBe('ws://127.0.0.1:5066/ws?ticket=1');
    tickets.url = 'ws://127.0.0.1:5066/ws?ticket=2';
    server.socket.drop();
    await pass(500);
    expect(server.socket.url).toBe('ws://127.0.0.1:5066/ws?ticket=2');
    expect(tickets.asked).toBe(2);
  });

  it('keeps asking while no ticket can be had, and opens nothing meanwhile', async () => {
    const { server, tickets, registrations } = await registeredDesk(gatewayAccount);
    tickets.url = null;
    server.socket.drop(1001, 'restart');
    await pass(5000);
    expect(tickets.asked).toBeGreaterThan(4);
    expect(server.sockets).toHaveLength(1);
    expect(registrations.at(-1)).toEqual({ state: 'connecting', cause: 'no ticket for the connection' });
    tickets.url = 'ws://127.0.0.1:5066/ws?ticket=9';
    await pass(2000);
    expect(registrations.at(-1)?.state).toBe('registered');
  });

  it.each(['refused', 'unanswered'] as const)(
    'is registered again within two seconds after the network comes back, at whatever moment that is (%s)',
    async (connections) => {
      for (let outage = 400; outage < 55_000; outage += 3700) {
        const { server, registrations } = await registeredDesk();
        server.connections = connections;
        server.socket.drop();
        await pass(outage);
        expect(registrations.at(-1)?.state).toBe('connecting');
        server.connections = 'accepted';
        await pass(2000);
        expect(registrations.at(-1)?.state, `after ${outage} ms`).toBe('registered');
        vi.useRealTimers();
      }
    },
  );

  it('opens nothing any more once it was stopped, also where JsSIP would', async () => {
    const { agent, server, tickets } = await registeredDesk(gatewayAccount);
    server.connections = 'refused';
    server.socket.drop();
    await pass(1000);
    const stopped = agent.stop();
    await pass(50);
    await stopped;
    const asked = tickets.asked;
    await pass(60_000);
    expect(tickets.asked).toBe(asked);
  });

  it('lets attempts overlap where packets vanish, so that the first that comes through wins', async () => {
    const { server, registrations } = await registeredDesk();
    server.connections = 'unanswered';
    server.socket.drop();
    await pass(6000);
    const pending = server.sockets.filter(({ readyState }) => readyState === 0);
    expect(pending.length).toBeGreaterThanOrEqual(2);
    pending[0]!.accept();
    await pass(100);
    expect(registrations.at(-1)?.state).toBe('registered');
    expect(server.sockets.filter(({ readyState }) => readyState < 2)).toHaveLength(1);
  });

  it('tries at once when it is told that the network is back', async () => {
    const { agent, server, registrations } = await registeredDesk();
    server.connections = 'refused';
    server.socket.drop();
    await pass(300_000);
    server.connections = 'accepted';
    agent.reconnect();
    await pass(50);
    expect(registrations.at(-1)?.state).toBe('registered');
  });

  it('keeps its distance from a server that asks for it', async () => {
    const { server } = await registeredDesk();
    server.socket.drop(4429, 'too many');
    await pass(4900);
    expect(server.sockets).toHaveLength(1);
    await pass(300);
    expect(server.sockets).toHaveLength(2);
  });

  it('notices within seconds that nobody is at the other end any more', async () => {
    const { server, registrations } = await registeredDesk();
    server.answersPings = false;
    server.replies.set('OPTIONS', () => null);
    await pass(8000);
    expect(registrations).toContainEqual({ state: 'connecting', cause: 'the server does not answer any more' });
    expect(registrations.at(-1)?.state).toBe('registered');
    expect(server.sockets).toHaveLength(2);
  });

  it('notices within a second after waking up', async () => {
    const { agent, server, registrations } = await registeredDesk();
    server.answersPings = false;
    server.replies.set('OPTIONS', () => null);
    server.replies.set('REGISTER', () => null);
    agent.reconnect();
    await pass(1050);
    expect(registrations.at(-1)).toEqual({ state: 'connecting', cause: 'the server does not answer any more' });
  });

  it('notices by itself that the machine slept', async () => {
    const { server, registrations } = await registeredDesk();
    server.answersPings = false;
    server.replies.set('OPTIONS', () => null);
    vi.setSystemTime(Date.now() + 3_600_000);
    await pass(5100);
    expect(registrations).toContainEqual({ state: 'connecting', cause: 'the server does not answer any more' });
  });

  it('does not let a dead connection live on by being asked again and again', async () => {
    const { agent, server, registrations } = await registeredDesk();
    server.answersPings = false;
    for (const method of ['OPTIONS', 'REGISTER']) server.replies.set(method, () => null);
    for (let times = 0; times < 5; times += 1) {
      agent.reconnect();
      await pass(400);
    }
    expect(registrations).toContainEqual({ state: 'connecting', cause: 'the server does not answer any more' });
  });

  it('asks by OPTIONS where pings are not answered, and leaves the connection alone', async () => {
    const { server } = await registeredDesk();
    server.answersPings = false;
    await pass(60_000);
    expect(server.sockets).toHaveLength(1);
    expect(server.pings).toBe(1);
    expect(server.requests('OPTIONS').length).toBeGreaterThan(5);
  });

  it('survives what is no SIP', async () => {
    const { server, registrations } = await registeredDesk();
    for (const text of [
      '',
      'hello',
      'INVITE\r\n\r\n',
      'SIP/2.0 abc\r\n\r\n',
      '\u0000'.repeat(100),
      'INVITE sip:x SIP/2.0\r\nVia: \r\n\r\n',
    ]) {
      server.deliver(text);
    }
    await pass(1000);
    expect(registrations.at(-1)?.state).toBe('registered');
    expect(server.sockets).toHaveLength(1);
  });
});
