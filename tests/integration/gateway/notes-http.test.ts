import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { noteMaxBytes } from '../../../src/shared/domain/notes.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { eventually } from './support/eventually.ts';
import { type TestGateway, testGateway } from './support/gateway.ts';
import { askForNote, get, mediaOf, openUpload, put, sha256 } from './support/notes.ts';
import { readyDesktop } from './support/sockets.ts';

const media = mediaOf('a note, ');
const codeOf = (body: Buffer): string => (JSON.parse(body.toString()) as { error: { code: string } }).error.code;

describe('media of a note', () => {
  it('is handed over and fetched, by any agent', async () => {
    const gateway = await testGateway();
    expect((await put(gateway, 'n1', media)).status).toBe(201);
    const fetched = await get(gateway, 'n1', { token: 'token-of-bruno' });
    expect(fetched.status).toBe(200);
    expect(fetched.body.equals(media)).toBe(true);
    expect(fetched.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
    });
    expect((await get(gateway, 'n2')).status).toBe(404);
  });

  it('is taken once: the same again is known, another one is refused', async () => {
    const gateway = await testGateway();
    expect((await put(gateway, 'n1', media)).status).toBe(201);
    expect((await put(gateway, 'n1', media)).status).toBe(200);
    const other = await put(gateway, 'n1', mediaOf('another one'));
    expect([other.status, codeOf(other.body)]).toEqual([409, 'rejected']);
    expect((await get(gateway, 'n1')).body.equals(media)).toBe(true);
  });

  it('is taken once also where it comes several times at the same instant', async () => {
    const gateway = await testGateway();
    const answers = await Promise.all(Array.from({ length: 6 }, () => put(gateway, 'n1', media)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 201]);
  });

  it.each([
    ['a wrong hash', { hash: sha256(mediaOf('x')) }, 422],
    ['no hash', { hash: null }, 400],
    ['a hash in capitals', { hash: sha256(media).toUpperCase() }, 400],
    ['no token', { headers: { Authorization: '' } }, 401],
    ['a wrong token', { token: 'guess' }, 401],
    ['a page of the web', { headers: { Origin: 'https://evil.example' } }, 403],
    ['a name that was made to mean this computer', { headers: { Host: 'evil.example' } }, 403],
    ['another method', { method: 'POST' }, 405],
  ] as const)('is refused with %s', async (_, over, status) => {
    const gateway = await testGateway();
    const answer = await askForNote(gateway, 'n1', media, over);
    expect(answer.status).toBe(status);
    expect(codeOf(answer.body)).toEqual(expect.any(String));
    expect((await get(gateway, 'n1')).status).toBe(404);
    expect((await put(gateway, 'n1', media)).status).toBe(201);
  });

  it.each(['..', '.hidden', 'a%2Fb', 'x'.repeat(129), 'n1/other', ''])('has no id like %j', async (id) => {
    const gateway = await testGateway();
    expect((await put(gateway, id, media)).status).toBe(404);
  });

  it('is refused where it is too large, empty, or of unknown length', async () => {
    const gateway = await testGateway();
    const large = await put(gateway, 'n1', media, { headers: { 'Content-Length': String(noteMaxBytes + 1) } }).catch(
      (error: Error) => error.message,
    );
    expect(large).toMatchObject({ status: 413 });
    expect((await put(gateway, 'n1', Buffer.alloc(0))).status).toBe(422);
    const chunked = await new Promise<string>((resolve) => {
      const socket = connect(gateway.port, gateway.host);
      socket.once('data', (text) => {
        resolve(text.toString().slice(0, 12));
        socket.destroy();
      });
      socket.write(
        `PUT /notes/n1 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer token-of-anna\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n`,
      );
    });
    expect(chunked).toBe('HTTP/1.1 411');
  });

  it('is taken up to the largest size', async () => {
    const gateway = await testGateway();
    const largest = mediaOf('0123456789', noteMaxBytes);
    expect((await put(gateway, 'n1', largest)).status).toBe(201);
    expect(sha256((await get(gateway, 'n1')).body)).toBe(sha256(largest));
  });

  it('says how much of it has come while it is handed over, to who has a token', async () => {
    const gateway = await testGateway();
    const ask = (over = {}) => askForNote(gateway, 'n1', null, { method: 'HEAD', ...over });
    expect((await ask()).status).toBe(404);
    const socket = await openUpload(gateway, 'n1', media);
    const answered = new Promise((resolve) => socket.once('data', resolve));
    for (const [from, to] of [
      [0, 700],
      [700, 1_999],
    ] as const) {
      socket.write(media.subarray(from, to));
      await eventually(async () =>
        expect(await ask()).toMatchObject({ status: 204, headers: { 'upload-offset': String(to) } }),
      );
    }
    expect((await ask({ token: 'guess' })).status).toBe(401);
    socket.write(media.subarray(1_999));
    await answered;
    await eventually(async () => expect((await ask()).status).toBe(404));
  });

  it('that is cut off in the middle leaves nothing, and can be handed over again', async () => {
    const gateway = await testGateway();
    const socket = await openUpload(gateway, 'n1', media);
    await new Promise<void>((resolve) => socket.write(media.subarray(0, 700), () => resolve()));
    socket.destroy();
    expect((await get(gateway, 'n1')).status).toBe(404);
    expect((await put(gateway, 'n1', media)).status).toBe(201);
  });

  it('that stops to come is given up, and costs nobody else anything', async () => {
    const clock = manualGatewayClock();
    const gateway = await testGateway({ clock });
    const before = clock.pending;
    const socket = await openUpload(gateway, 'n1', media);
    const answer = new Promise<string>((resolve) => socket.once('data', (text) => resolve(text.toString())));
    socket.write(media.subarray(0, 700));
    await eventually(() => expect(clock.pending).toBe(before + 2));
    clock.advance(15_000);
    expect(await answer).toMatch(/^HTTP\/1.1 408 /);
    expect((await put(gateway, 'n2', media)).status).toBe(201);
  });

  it('and any other body that nobody wants is waited for ten seconds at most', async () => {
    const clock = manualGatewayClock();
    const gateway = await testGateway({ clock });
    const before = clock.pending;
    const socket = connect(gateway.port, gateway.host);
    onTestFinished(() => void socket.destroy());
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.resume();
    socket.write('PUT /elsewhere HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nx');
    await eventually(() => expect(clock.pending).toBe(before + 1));
    clock.advance(10_000);
    await closed;
    expect(clock.pending).toBe(before);
  });

  it('comes and goes a few at once for each agent; more have to wait', async () => {
    const gateway = await testGateway();
    const slow = await Promise.all(
      Array.from({ length: 6 }, (_, index) => openUpload(gateway, `slow-${index}`, media)),
    );
    const refused = await eventually(async () => {
      const answer = await put(gateway, 'n1', media);
      expect(answer.status).toBe(503);
      return answer;
    });
    expect(refused.headers['retry-after']).toBe('2');
    expect((await put(gateway, 'n2', media, { token: 'token-of-bruno' })).status).toBe(201);
    for (const socket of slow) socket.destroy();
    await eventually(async () => expect((await put(gateway, 'n3', media)).status).toBe(201));
  });

  it('makes room for nobody while it comes', async () => {
    const gateway = await testGateway({ connectionLimits: { perAddress: 3 } });
    const socket = await openUpload(gateway, 'n1', media);
    socket.write(media.subarray(0, 700));
    const client = await readyDesktop(gateway, 'bruno');
    for (let count = 0; count < 10; count += 1) connectAndWait(gateway);
    const answer = new Promise<string>((resolve) => socket.once('data', (text) => resolve(text.toString())));
    socket.write(media.subarray(700));
    expect(await answer).toMatch(/^HTTP\/1.1 201 /);
    expect((await client.command({ do: 'presence', presence: 'busy', ringing: true })).error).toBeNull();
  });

  it('survives noise', async () => {
    const gateway = await testGateway();
    for (const head of [
      'PUT /notes/n1 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n',
      'PUT /notes/n1 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer token-of-anna\r\nContent-Length: 9e99\r\n\r\n',
      'PUT /notes/%00 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer token-of-anna\r\n\r\n',
      'GET /notes/n1?x=../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer token-of-anna\r\n\r\n',
    ])
      await new Promise<void>((resolve) => {
        const socket = connect(gateway.port, gateway.host, () => socket.end(head));
        socket.on('error', () => {});
        socket.on('close', () => resolve());
        socket.resume();
      });
    expect((await put(gateway, 'n1', media)).status).toBe(201);
    expect(gateway.log.errors()).toEqual([]);
  });
});

function connectAndWait(gateway: TestGateway): void {
  const socket = connect(gateway.port, gateway.host);
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  socket.resume();
}
