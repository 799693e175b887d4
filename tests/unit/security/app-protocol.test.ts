import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AppProtocolOptions,
  type AppRequest,
  createAppProtocol,
} from '../../../src/main/security/app-protocol.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cornetta-protocol-'));
  for (const host of ['ui', 'phone']) {
    await mkdir(join(folder, host, 'assets'), { recursive: true });
    await writeFile(join(folder, host, 'index.html'), `<title>${host}</title>`);
    await writeFile(join(folder, host, 'assets', 'index.js'), 'void 0;');
    await writeFile(join(folder, host, 'assets', 'index.js.map'), '{}');
  }
  await writeFile(join(folder, 'secret.js'), 'secret');
  await symlink(join(folder, 'secret.js'), join(folder, 'ui', 'link.js'));
  await writeFile(join(folder, 'call-1.webm'), '0123456789');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Its answers as the page sees them. */
function protocolOf(options: AppProtocolOptions) {
  const answer = createAppProtocol(options);
  return async (url: string, request: Partial<AppRequest> = {}): Promise<Response> => {
    const { status, headers, body } = await answer({ url, method: 'GET', headers: {}, ...request });
    const bytes = body instanceof Readable ? Buffer.concat(await body.toArray()) : body;
    return new Response(bytes === null ? null : new Uint8Array(bytes), { status, headers });
  };
}

function createProtocol(change: Partial<AppProtocolOptions> = {}) {
  return protocolOf({
    host: 'ui',
    root: join(folder, 'ui'),
    connectSources: () => [],
    recordingPath: (id) => (id === 'call-1' ? join(folder, 'call-1.webm') : join(folder, 'gone.webm')),
    log: memoryLog(),
    ...change,
  });
}

const get = (url: string, request?: Partial<AppRequest>) => createProtocol()(url, request);

describe('app scheme', () => {
  it.each([
    ['app://ui/index.html', 'text/html; charset=utf-8'],
    ['app://ui/', 'text/html; charset=utf-8'],
    ['app://ui/assets/index.js', 'text/javascript; charset=utf-8'],
  ])('serves %s', async (url, type) => {
    const response = await get(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe(type);
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
  });

  it.each([
    'app://phone/index.html',
    'app://other/index.html',
    'app://ui/missing.js',
    'app://ui/assets',
    'app://ui/assets/index.js.map',
    'app://ui/../phone/index.html',
    'app://ui/%2e%2e/phone/index.html',
    'app://ui/..%2fphone%2findex.html',
    'app://ui/..%5cphone%5cindex.html',
    'app://ui/%252e%252e/secret.js',
    'app://ui/index.html%00',
    'app://ui/link.js',
    'app://ui//index.html',
    'https://ui/index.html',
  ])('answers 404 for %s', async (url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    expect(await response.text()).toBe('');
  });

  it('takes no writing methods', async () => {
    expect((await get('app://ui/index.html', { method: 'POST' })).status).toBe(405);
    const head = await get('app://ui/index.html', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('asks for the phone servers at each load', async () => {
    let origins = ['ws://127.0.0.1:1'];
    const protocol = createProtocol({ host: 'phone', root: join(folder, 'phone'), connectSources: () => origins });
    const policy = async () => (await protocol('app://phone/index.html')).headers.get('Content-Security-Policy');
    expect(await policy()).toContain('ws://127.0.0.1:1');
    origins = ['wss://pbx.example'];
    expect(await policy()).toContain("connect-src 'self' wss://pbx.example");
  });
});

describe('notes', () => {
  const noteMedia = async (id: string) =>
    id === 'n1' ? { bytes: new TextEncoder().encode('0123456789'), mimeType: 'video/webm;codecs=vp8,opus' } : null;
  const ask = (path: string, headers = {}, method = 'GET') =>
    createProtocol({ noteMedia })(`app://ui/notes/${path}`, { headers, method });

  it('play whole and in ranges, from memory, and are kept by nobody', async () => {
    const whole = await ask('n1');
    expect([whole.status, whole.headers.get('Content-Type'), whole.headers.get('Cache-Control')]).toEqual([
      200,
      'video/webm;codecs=vp8,opus',
      'no-store',
    ]);
    expect([whole.headers.get('Content-Length'), await whole.text()]).toEqual(['10', '0123456789']);
    const part = await ask('n1', { Range: 'bytes=3-5' });
    expect([part.status, part.headers.get('Content-Range'), await part.text()]).toEqual([206, 'bytes 3-5/10', '345']);
    expect((await ask('n1', { Range: 'bytes=10-' })).status).toBe(416);
    const head = await ask('n1', {}, 'HEAD');
    expect([head.status, head.headers.get('Content-Length'), await head.text()]).toEqual([200, '10', '']);
  });

  it.each(['n2', '..%2fsecret.js', '%zz', 'n1/x', '', 'a'.repeat(200)])('answer 404 for %s', async (name) => {
    expect((await ask(name)).status).toBe(404);
  });

  it('are not there for the phone window', async () => {
    expect((await get('app://ui/notes/n1')).status).toBe(404);
  });
});

describe('recordings', () => {
  it('plays whole and in ranges', async () => {
    const whole = await get('app://ui/recordings/call-1.webm');
    expect([whole.status, whole.headers.get('Accept-Ranges'), await whole.text()]).toEqual([
      200,
      'bytes',
      '0123456789',
    ]);
    const part = await get('app://ui/recordings/call-1.webm', { headers: { Range: 'bytes=3-5' } });
    expect([part.status, part.headers.get('Content-Range'), await part.text()]).toEqual([206, 'bytes 3-5/10', '345']);
    expect(part.headers.get('Content-Length')).toBe('3');
    const tail = await get('app://ui/recordings/call-1.webm', { headers: { range: 'bytes=-2' } });
    expect([tail.status, await tail.text()]).toEqual([206, '89']);
    const beyond = await get('app://ui/recordings/call-1.webm', { headers: { Range: 'bytes=10-' } });
    expect([beyond.status, beyond.headers.get('Content-Range')]).toEqual([416, 'bytes */10']);
  });

  it.each([
    'app://ui/recordings/call-2.webm',
    'app://ui/recordings/..%2f..%2fetc%2fpasswd.webm',
    'app://ui/recordings/%2e%2e.webm',
    'app://ui/recordings/a%00.webm',
    'app://ui/recordings/%zz.webm',
    'app://ui/recordings/.webm',
    'app://ui/recordings/call-1',
    `app://ui/recordings/${'a'.repeat(200)}.webm`,
  ])('answers 404 for %s', async (url) => {
    const asked: string[] = [];
    const protocol = createProtocol({
      recordingPath: (id) => {
        asked.push(id);
        return null;
      },
    });
    expect((await protocol(url)).status).toBe(404);
    expect(asked.every((id) => /^[A-Za-z0-9._-]+$/.test(id))).toBe(true);
  });

  it('are not there for the phone window', async () => {
    const { recordingPath: _without, ...options } = {
      host: 'phone' as const,
      root: join(folder, 'phone'),
      connectSources: () => [],
      recordingPath: null,
      log: memoryLog(),
    };
    expect((await protocolOf(options)('app://phone/recordings/call-1.webm')).status).toBe(404);
  });

  it('answers 500 and logs when the store fails', async () => {
    const log = memoryLog();
    const protocol = createProtocol({
      recordingPath: () => Promise.reject(new Error('database is locked')),
      log,
    });
    expect((await protocol('app://ui/recordings/call-1.webm')).status).toBe(500);
    expect(log.lines.map((line) => line.level)).toEqual(['error']);
  });
});
