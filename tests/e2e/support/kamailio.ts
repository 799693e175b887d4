import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Kamailio {
  /** `ws://127.0.0.1:PORT` */
  readonly server: string;
  readonly domain: string;
  readonly password: string;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts Debian's Kamailio on a free loopback port with the configuration in tests/fixtures; any user name with the one password may register. */
export async function startKamailio(folder: string): Promise<Kamailio> {
  const password = 'correct-horse';
  const port = await freePort();
  const runtime = join(folder, 'kamailio');
  mkdirSync(runtime, { recursive: true });
  const template = readFileSync(new URL('../../fixtures/kamailio.cfg', import.meta.url), 'utf8');
  const configuration = join(runtime, 'kamailio.cfg');
  writeFileSync(configuration, template.replace(':PORT', `:${port}`).replace('"PASSWORD"', `"${password}"`));
  const written: string[] = [];
  const child = spawn('kamailio', ['-DD', '-E', '-m', '64', '-M', '8', '-Y', runtime, '-f', configuration], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await listening(port, child, () => written.join(''));
  return {
    server: `ws://127.0.0.1:${port}`,
    domain: '127.0.0.1',
    password,
    log: () => written.join(''),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function listening(port: number, child: ChildProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`kamailio ended: ${log()}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await pause(50);
  }
  throw new Error(`kamailio does not listen: ${log()}`);
}
