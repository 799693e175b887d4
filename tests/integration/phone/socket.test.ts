import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import { startJsSipAgent } from '../../../src/renderer/phone/sip/jssip-agent.ts';
import type { RegistrationState } from '../../../src/renderer/phone/sip/registration-keeper.ts';
import type { SipAgent } from '../../../src/renderer/phone/sip/sip-agent.ts';
import { openWebSocket } from '../../../src/renderer/phone/sip/wire-socket.ts';
import { gatewayAccount } from '../../fakes/sip-desk.ts';
import { acceptRegistration } from '../../fakes/sip-server.ts';
import { parseSip } from '../../fakes/sip-text.ts';

/** A registrar on a real WebSocket, which can be taken away and brought back on the same port. */
class Registrar {
  readonly tickets: string[] = [];
  readonly protocols: string[] = [];
  /** Takes everything in and says nothing, like a machine behind a cut cable. */
  deaf = false;
  port = 0;
  #server: WebSocketServer | null = null;

  async open(): Promise<void> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: this.port, handleProtocols: () => 'sip' });
    server.on('connection', (socket, request) => {
      this.tickets.push(request.url ?? '');
      this.protocols.push(request.headers['sec-websocket-protocol'] ?? '');
      socket.on('message', (data) => this.#received(socket, String(data)));
    });
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of server?.clients ?? []) socket.terminate();
    await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
  }

  #received(socket: ServerSocket, text: string): void {
    if (this.deaf) return;
    if (text === '\r\n\r\n') socket.send('\r\n');
    else if (text.startsWith('REGISTER')) socket.send(acceptRegistration(parseSip(text)));
  }
}

const registrar = new Registrar();
const states: RegistrationState[] = [];
let agent: SipAgent;

const state = (): string | undefined => states.at(-1)?.state;
const registered = (timeout: number) => vi.waitFor(() => expect(state()).toBe('registered'), { timeout, interval: 10 });

beforeEach(async () => {
  states.length = 0;
  registrar.tickets.length = 0;
  registrar.deaf = false;
  await registrar.open();
  let tickets = 0;
  const started = startJsSipAgent({
    account: { ...gatewayAccount, server: `ws://127.0.0.1:${registrar.port}/sip` },
    ticket: async () => {
      tickets += 1;
      return `ws://127.0.0.1:${registrar.port}/sip?ticket=${tickets}`;
    },
    open: openWebSocket,
    random: Math.random,
    newId: () => 'id',
    events: {
      registration: (next) => states.push(next),
      offered: () => {
        throw new Error('nobody calls here');
      },
      log: () => {},
    },
  });
  if (!started.ok) throw new Error(started.error.detail);
  agent = started.value;
  await registered(5000);
});

afterEach(async () => {
  await agent.stop();
  await registrar.close();
});

describe('a real WebSocket', () => {
  it('is opened with the subprotocol sip and a ticket of its own each time', async () => {
    await registrar.close();
    await registrar.open();
    await vi.waitFor(() => expect(registrar.tickets.length).toBeGreaterThan(1), { timeout: 10_000 });
    await registered(5000);
    expect(registrar.protocols.every((protocol) => protocol === 'sip')).toBe(true);
    expect(new Set(registrar.tickets).size).toBe(registrar.tickets.length);
  });

  it('is registered again by itself when the server is back', async () => {
    await registrar.close();
    await vi.waitFor(() => expect(state()).toBe('connecting'), { timeout: 10_000 });
    // Some attempts fail first.
    await vi.waitFor(() => expect(states.filter(({ cause }) => cause?.includes('1006')).length).toBeGreaterThan(0), {
      timeout: 10_000,
    });
    await registrar.open();
    await registered(5000);
  });

  it('that nobody answers on any more is given up soon after the machine woke up', async () => {
    registrar.deaf = true;
    agent.reconnect();
    await vi.waitFor(() => expect(state()).toBe('connecting'), { timeout: 10_000, interval: 10 });
    registrar.deaf = false;
    await registered(6000);
  });
});
