import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export interface Cable {
  /** Port on 127.0.0.1 that leads to the target while the cable is plugged in. */
  readonly port: number;
  /** Cuts what is connected and refuses what comes. */
  readonly unplug: () => void;
  readonly plugIn: () => void;
  /** Unplugs once so many more bytes went to the target; resolves then. */
  readonly unplugAfter: (bytes: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A network one can cut: a TCP forwarder on loopback. */
export async function cable(targetPort: number): Promise<Cable> {
  const open = new Set<Socket>();
  let plugged = true;
  let left = Number.POSITIVE_INFINITY;
  let cut = (): void => undefined;
  const unplug = (): void => {
    plugged = false;
    left = Number.POSITIVE_INFINITY;
    for (const socket of open) socket.destroy();
  };
  /** Towards the target. */
  const metered = (): Transform =>
    new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        const room = left;
        left -= chunk.length;
        if (left > 0) return done(null, chunk);
        done(null, chunk.subarray(0, room));
        unplug();
        cut();
      },
    });
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
    }
    near.pipe(metered()).pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    unplug,
    plugIn: () => {
      plugged = true;
    },
    unplugAfter: (bytes) =>
      new Promise((resolve) => {
        left = bytes;
        cut = resolve;
      }),
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
