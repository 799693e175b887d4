import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { closeCodes } from '#shared/contracts/agent.ts';
import { openAgentSocket } from '../../../src/main/gateway-link/agent-socket.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';

const servers: WebSocketServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Says everything in one piece, as a busy network delivers it. @returns its address, and how it was left */
async function sayAtOnce(...texts: readonly string[]) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const left = new Promise<number>((resolve) => {
    server.once('connection', (socket, { socket: stream }) => {
      socket.once('close', resolve);
      stream.cork();
      for (const text of texts) socket.send(text);
      stream.uncork();
    });
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, left };
}

const pong = (id: number): string => JSON.stringify({ type: 'pong', id });

describe('messages that come in one piece', () => {
  it('are looked into one after the other, each when the one before has been taken', async () => {
    const { url, left } = await sayAtOnce(pong(1), pong(2), pong(3), '{"type":"nonsense"}', pong(4));
    const steps: string[] = [];
    const socket = openAgentSocket({
      url,
      clock: systemClock,
      onOpen: () => undefined,
      onMessage: async (message) => {
        const id = message.type === 'pong' ? message.id : message.type;
        steps.push(`begins ${id}`);
        await new Promise(setImmediate);
        steps.push(`ends ${id}`);
      },
    });
    const { reason } = await socket.ended;
    expect(steps).toEqual(['begins 1', 'ends 1', 'begins 2', 'ends 2', 'begins 3', 'ends 3']);
    expect(reason).toContain('not in the contract');
    expect(await left).toBe(closeCodes.badMessage);
  });
});
