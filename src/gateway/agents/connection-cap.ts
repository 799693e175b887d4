import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ConnectionLimits {
  readonly total: number;
  /** An office may share one address: two sockets a desktop, and those that ask for tickets. */
  readonly perAddress: number;
}

export const usualConnectionLimits: ConnectionLimits = { total: 4_000, perAddress: 1_000 };

export interface ConnectionCap {
  /** It belongs to a client that showed a ticket, and makes room for nobody. */
  admitted(socket: Duplex): void;
}

/**
 * Bounds the connections of a server. Where there is no room, the one that has waited longest without showing a ticket goes: sockets that
 * only stand there keep nobody out, neither an agent nor the app on this computer.
 */
export function capConnections(server: Server, limits: ConnectionLimits): ConnectionCap {
  const open = new Map<string, number>();
  let total = 0;
  /** Without a ticket yet, oldest first. */
  const waiting = new Map<Duplex, string>();

  const oldest = (address: string | null): Duplex | undefined => {
    for (const [socket, from] of waiting) if (address === null || from === address) return socket;
    return undefined;
  };
  const leave = (socket: Socket, address: string): void => {
    waiting.delete(socket);
    total -= 1;
    const left = (open.get(address) ?? 1) - 1;
    if (left > 0) open.set(address, left);
    else open.delete(address);
  };
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? '';
    const here = (open.get(address) ?? 0) + 1;
    total += 1;
    open.set(address, here);
    waiting.set(socket, address);
    socket.once('close', () => leave(socket, address));
    if (here > limits.perAddress) makeRoom(oldest(address));
    else if (total > limits.total) makeRoom(oldest(null));
  });
  /** The newcomer waits, too, so there always is one; it goes itself where all others have shown a ticket. */
  const makeRoom = (socket: Duplex | undefined): void => {
    if (socket === undefined) return;
    waiting.delete(socket);
    socket.destroy();
  };
  return {
    admitted: (socket) => {
      waiting.delete(socket);
    },
  };
}
