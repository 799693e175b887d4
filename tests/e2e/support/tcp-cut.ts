import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export interface Cable {
  /** Port on 127.0.0.1 that leads to the target while the cable is plugged in. */
  readonly port: number;
  /** Cuts what is connected and refuses what comes. */
  readonly unplug: () => void;
  readonly plugIn: () => void;
  /** So many bytes a second at most go to the target on each connection; null: as many as there are. */
  readonly slowDown: (bytesPerSecond: number | null) => void;
  readonly close: () => Promise<void>;
}

/** How often a slow line lets some through. */
const tickMs = 50;

/** A network one can cut or slow down: a TCP forwarder on loopback. */
export async function cable(targetPort: number): Promise<Cable> {
  const open = new Set<Socket>();
  let plugged = true;
  let speed: number | null = null;
  const unplug = (): void => {
    plugged = false;
    for (const socket of open) socket.destroy();
  };
  /** Towards the target. */
  const slowed = (): Transform =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        const pass = (from: number): void => {
          const size = speed === null ? chunk.length : Math.ceil((speed * tickMs) / 1000);
          this.push(chunk.subarray(from, from + size));
          if (from + size >= chunk.length) done();
          else setTimeout(pass, tickMs, from + size);
        };
        pass(0);
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
    near.pipe(slowed()).pipe(far);
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
    slowDown: (bytesPerSecond) => {
      speed = bytesPerSecond;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
