import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { eventually } from './support/eventually.ts';
import { type TestGateway, testGateway } from './support/gateway.ts';
import { desktop, readyDesktop } from './support/sockets.ts';

/** A connection on which nothing is ever said. */
async function idleSocket({ port, host }: TestGateway): Promise<Socket> {
  const socket = connect({ port, host });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  socket.resume();
  await once(socket, 'connect');
  return socket;
}

const idleSockets = (gateway: TestGateway, count: number) =>
  Promise.all(Array.from({ length: count }, () => idleSocket(gateway)));

const alive = (sockets: readonly Socket[]): number => sockets.filter(({ readableEnded }) => !readableEnded).length;

describe('connections', () => {
  it.each([
    ['of one address', { perAddress: 20 }],
    ['in all', { total: 20 }],
  ])('that stand idle are bounded %s and keep no agent out', async (_, connectionLimits) => {
    const gateway = await testGateway({ connectionLimits });
    const before = await readyDesktop(gateway, 'anna');
    const idle = await idleSockets(gateway, 300);
    await eventually(() => expect(alive(idle)).toBeLessThanOrEqual(19));
    const later = await readyDesktop(gateway, 'bruno');
    for (const client of [before, later])
      expect((await client.command({ do: 'presence', presence: 'busy', ringing: true })).error).toBeNull();
  });

  it('with a ticket make room for nobody', async () => {
    const gateway = await testGateway({ connectionLimits: { perAddress: 2 } });
    const clients = [await readyDesktop(gateway, 'anna'), await readyDesktop(gateway, 'bruno')];
    const [idle] = await idleSockets(gateway, 1);
    await eventually(() => expect(alive(idle === undefined ? [] : [idle])).toBe(0));
    for (const client of clients)
      expect((await client.command({ do: 'presence', presence: 'busy', ringing: true })).error).toBeNull();
  });
});

describe('wrong tokens', () => {
  it('are answered ever later, while the right one is answered at once', async () => {
    const clock = manualGatewayClock();
    const gateway = await testGateway({ clock });
    const guess = async (): Promise<number> =>
      (await fetch(`${gateway.http}/tickets`, { method: 'POST', headers: { Authorization: 'Bearer guess' } })).status;
    expect([await guess(), await guess(), await guess()]).toEqual([401, 401, 401]);
    const timers = clock.pending;
    let answered = false;
    const fourth = guess().finally(() => {
      answered = true;
    });
    await eventually(() => expect(clock.pending).toBe(timers + 1));
    await expect(desktop(gateway, 'anna')).resolves.toBeDefined();
    expect(answered).toBe(false);
    clock.advance(250);
    expect(await fourth).toBe(401);
  });
});
