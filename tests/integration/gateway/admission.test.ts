import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ticketReply } from '../../../src/shared/contracts/agent.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { TestPhone } from '../../fakes/gateway-phone.ts';
import { type TestGateway, testGateway } from './support/gateway.ts';
import { connectPhone, desktop, openSocket } from './support/sockets.ts';

const post = (gateway: TestGateway, headers: Record<string, string>, path = '/tickets', method = 'POST') =>
  new Promise<{ status: number; body: string; headers: Record<string, unknown> }>((resolve, reject) => {
    const request = httpRequest({ host: gateway.host, port: gateway.port, path, method, headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
    });
    request.on('error', reject);
    request.end();
  });

const bearer = { Authorization: 'Bearer token-of-anna' };

describe('tickets', () => {
  it("are given for the agent's token", async () => {
    const gateway = await testGateway();
    const { status, body, headers } = await post(gateway, bearer);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(ticketReply.parse(JSON.parse(body))).toMatchObject({
      agent: { id: 'anna', name: 'Agent anna', role: 'agent' },
      sipUri: 'sip:anna@cornetta.invalid',
      expiresInMs: 30_000,
    });
  });

  it.each([
    ['no token', {}, '/tickets', 'POST', 401],
    ['a wrong token', { Authorization: 'Bearer guess' }, '/tickets', 'POST', 401],
    ['another scheme', { Authorization: 'Basic token-of-anna' }, '/tickets', 'POST', 401],
    ['another path', bearer, '/ticket', 'POST', 404],
    ['a way out of the path', bearer, '/../etc/passwd', 'POST', 404],
    ['another method', bearer, '/tickets', 'GET', 405],
    ['a page of the web', { ...bearer, Origin: 'https://evil.example' }, '/tickets', 'POST', 403],
    ['a name that was made to mean this computer', { ...bearer, Host: 'evil.example' }, '/tickets', 'POST', 403],
  ] as const)('are refused to %s', async (_, headers, path, method, status) => {
    const gateway = await testGateway();
    const response = await post(gateway, headers as Record<string, string>, path, method);
    expect(response.status).toBe(status);
    expect(JSON.parse(response.body)).toMatchObject({
      error: { code: expect.any(String), detail: expect.any(String) },
    });
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('sockets', () => {
  it('open for a ticket of their kind, once', async () => {
    const gateway = await testGateway();
    const { agentTicket, sipTicket } = await gateway.tickets('token-of-anna');
    await expect(openSocket(`${gateway.url}/agent?ticket=${sipTicket}`)).rejects.toThrow('HTTP 401');
    await expect(openSocket(`${gateway.url}/agent?ticket=${agentTicket}`)).resolves.toBeDefined();
    await expect(openSocket(`${gateway.url}/agent?ticket=${agentTicket}`)).rejects.toThrow('HTTP 401');
    await expect(openSocket(`${gateway.url}/sip?ticket=${sipTicket}`, { protocol: 'sip' })).resolves.toBeDefined();
  });

  it("stay shut after the ticket's time", async () => {
    const clock = manualGatewayClock();
    const gateway = await testGateway({ clock });
    const { agentTicket } = await gateway.tickets('token-of-anna');
    clock.advance(30_000);
    await expect(openSocket(`${gateway.url}/agent?ticket=${agentTicket}`)).rejects.toThrow('HTTP 401');
  });

  it.each([
    ['/agent', undefined, {}, 401],
    ['/agent?ticket=guess', undefined, {}, 401],
    ['/sip', 'sip', {}, 401],
    ['/sip?ticket=guess', 'sip', {}, 401],
    ['/sip?ticket=TICKET', undefined, {}, 400],
    ['/sip?ticket=TICKET', 'mqtt', {}, 400],
    ['/elsewhere?ticket=TICKET', 'sip', {}, 404],
    ['/sip?ticket=TICKET', 'sip', { Origin: 'https://evil.example' }, 403],
    ['/sip?ticket=TICKET', 'sip', { Host: 'evil.example' }, 403],
  ] as const)('%s with protocol %s and %j is refused with %4$i', async (path, protocol, headers, status) => {
    const gateway = await testGateway();
    const { sipTicket } = await gateway.tickets('token-of-anna');
    const url = `${gateway.url}${path.replace('TICKET', sipTicket)}`;
    const options = protocol === undefined ? { headers } : { headers, protocol };
    await expect(openSocket(url, options)).rejects.toThrow(`HTTP ${status}`);
  });

  it("open for the desktop's own pages, and for pages that were allowed", async () => {
    const gateway = await testGateway({ allowedOrigins: ['https://desk.example'] });
    for (const Origin of ['app://phone', 'app://ui', 'https://desk.example']) {
      const { sipTicket } = await gateway.tickets('token-of-anna');
      await expect(
        openSocket(`${gateway.url}/sip?ticket=${sipTicket}`, { protocol: 'sip', headers: { Origin } }),
      ).resolves.toBeDefined();
    }
  });

  it('survive noise on the port', async () => {
    const gateway = await testGateway();
    const client = await desktop(gateway, 'anna');
    for (const noise of [
      '\u0000\u0001\u0002',
      'GET / HTTP/1.1\r\n\r\n',
      'GET /agent HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(gateway.port, gateway.host, () => socket.end(noise));
        socket.on('error', () => {});
        socket.on('close', () => resolve());
        socket.resume();
      });
    }
    expect((await client.command({ do: 'presence', presence: 'busy', ringing: true })).error).toBeNull();
  });
});

describe('phones without a ticket', () => {
  const digestUsers = [{ agentId: 'anna', username: 'an', password: 'secret' }];

  it('may do nothing before they have authenticated, and are closed in the end', async () => {
    const clock = manualGatewayClock();
    const gateway = await testGateway({ digestUsers, clock });
    const phone = new TestPhone('anna');
    const { closed } = await connectPhone(gateway, phone, '');
    expect((await phone.register()).status).toBe(401);
    expect((await phone.call('anna').final).status).toBe(401);
    expect((await phone.request('OPTIONS')).status).toBe(200);
    gateway.connector.ring('c1');
    for (let waited = 0; waited < 30_000; waited += 10_000) {
      await phone.request('OPTIONS');
      clock.advance(10_000);
    }
    expect(await closed).toMatchObject({ code: 4401 });
    expect(phone.requests('INVITE')).toEqual([]);
  });
});
