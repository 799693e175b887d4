import { createServer } from 'node:http';
import { expect } from '@playwright/test';

export interface CountingServer {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Paths of everything that was asked for so far, upgrades included. */
  readonly asked: () => readonly string[];
  /** Fails unless the server answers, and nothing but this question ever came. */
  readonly expectOnlyOurs: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A real web server on loopback that answers everything, to everybody, and remembers who asked. */
export async function startCountingServer(): Promise<CountingServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/html' });
    response.end('<title>reached</title>');
  });
  server.on('upgrade', (request, socket) => {
    asked.push(request.url ?? '');
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const host = `127.0.0.1:${address.port}`;
  return {
    host,
    asked: () => asked,
    expectOnlyOurs: async () => {
      expect((await fetch(`http://${host}/control`)).status).toBe(200);
      expect(asked).toEqual(['/control']);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
