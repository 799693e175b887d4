import { connect, createServer, type Socket } from 'node:net';

export interface Cable {
  /** Port on 127.0.0.1 that leads to the target while the cable is plugged in. */
  readonly port: number;
  /** Cuts what is connected and refuses what comes. */
  readonly unplug: () => void;
  readonly plugIn: () => void;
  readonly close: () => Promise<void>;
}

/** A network one can cut: a TCP forwarder on loopback. */
export async function cable(targetPort: number): Promise<Cable> {
  const open = new Set<Socket>();
  let plugged = true;
  const server = createServer((near) => {
    if (!plugged) {
      near.destroy();
      return;
    }
    const far = connect(targetPort, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on('error', () => other.destroy());
      socket.once('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    unplug: () => {
      plugged = false;
      for (const socket of open) socket.destroy();
    },
    plugIn: () => {
      plugged = true;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
