import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire that a test can cut, between a client and a server on this computer. */
export interface TcpProxy {
  readonly port: number;
  /** Connections that are up. */
  readonly connections: number;
  /** How often {@link TcpProxy.cutAfter} has struck. */
  readonly strikes: number;
  /** Resets every connection at once. */
  cut(): void;
  /** Resets the connection that carries it after so many more bytes towards the client. */
  cutAfter(bytes: number): void;
  /** `refuse`: new connections are reset. `swallow`: nothing passes any more in either direction, and nobody is told. */
  mode(mode: 'pass' | 'refuse' | 'swallow'): void;
  close(): Promise<void>;
}

export async function startTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let mode: 'pass' | 'refuse' | 'swallow' = 'pass';
  let allowance = Number.POSITIVE_INFINITY;
  let strikes = 0;

  const drop = (pair: readonly [Socket, Socket]): void => {
    pairs.delete(pair);
    for (const socket of pair) socket.resetAndDestroy();
  };

  const server = createServer((client) => {
    if (mode === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    const far = connect(target);
    const pair = [client, far] as const;
    pairs.add(pair);
    const pass = (from: Socket, to: Socket, towardsClient: boolean): void => {
      from.on('data', (data) => {
        if (mode === 'swallow') return;
        if (!towardsClient || data.length < allowance) {
          if (towardsClient) allowance -= data.length;
          to.write(data);
          return;
        }
        to.write(data.subarray(0, allowance));
        allowance = Number.POSITIVE_INFINITY;
        strikes += 1;
        drop(pair);
      });
      from.on('error', () => drop(pair));
      from.on('close', () => {
        pairs.delete(pair);
        to.end();
      });
    };
    pass(client, far, false);
    pass(far, client, true);
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const pair of [...pairs]) drop(pair);
  };
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return pairs.size;
    },
    get strikes() {
      return strikes;
    },
    cut,
    cutAfter: (bytes) => {
      allowance = bytes;
    },
    mode: (next) => {
      mode = next;
    },
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
