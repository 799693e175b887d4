import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { createNoteTransfer } from '../../../src/main/gateway-link/note-transfer.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { eventually } from './support.ts';

const note = { id: 'n1', sha256: '0'.repeat(64) };
const bytes = new Uint8Array(100_000);

/** A gateway that says what it wants to have got; the computer's own buffers take the whole note at once. */
async function slowGateway(offset: { status: number; value: number | null }) {
  const uploads: IncomingMessage[] = [];
  let asked = 0;
  const server = createServer((request, response) => {
    if (request.method === 'PUT') {
      uploads.push(request);
      request.on('error', () => undefined);
      return;
    }
    asked += 1;
    response.writeHead(offset.status, offset.value === null ? {} : { 'Upload-Offset': offset.value }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/agent`,
    uploads,
    asked: () => asked,
  };
}

function upload(url: string) {
  const clock = manualClock();
  const told: number[] = [];
  const transfer = createNoteTransfer(() => ({ url, token: 'token' }), clock);
  onTestFinished(() => transfer.stop());
  const ended = transfer.upload(note, bytes, (arrived) => told.push(arrived));
  return { clock, told, transfer, ended };
}

describe('a note on its way', () => {
  it('is told as the gateway has it, and waited for as long as it gets more', async () => {
    const offset = { status: 204, value: 0 };
    const gateway = await slowGateway(offset);
    const { clock, told, ended } = upload(gateway.url);
    await eventually(() => gateway.uploads.length).toBe(1);
    for (const value of [16_384, 40_000, 70_000, 99_999]) {
      offset.value = value;
      const before = gateway.asked();
      clock.advance(9_000);
      await eventually(() => told.at(-1)).toBe(value);
      expect(gateway.asked()).toBe(before + 1);
      // The next question waits for its time.
      await eventually(() => clock.pending).toBe(2);
    }
    expect(told).toEqual([16_384, 40_000, 70_000, 99_999]);
    clock.advance(20_000);
    expect(await ended).toMatchObject(fail('timeout'));
  });

  it.each([
    ['does not know of it', { status: 404, value: null }],
    ['has no such question', { status: 405, value: null }],
    ['answers nonsense', { status: 204, value: -1 }],
  ])('is handed over all the same where the gateway %s', async (_, offset) => {
    const gateway = await slowGateway(offset);
    const { clock, told, ended } = upload(gateway.url);
    await eventually(() => gateway.uploads.length).toBe(1);
    for (const times of [1, 2]) {
      clock.advance(250);
      await eventually(() => gateway.asked()).toBe(times);
      await eventually(() => clock.pending).toBe(2);
    }
    expect(told).toEqual([]);
    const [request] = gateway.uploads;
    request?.resume();
    request?.socket.write('HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n');
    expect(await ended).toEqual(ok(null));
    expect(clock.pending, 'nobody asks any more').toBe(0);
  });
});
