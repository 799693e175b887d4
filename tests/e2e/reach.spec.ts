import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { startCountingServer } from './support/counting-server.ts';
import { desk } from './support/desk.ts';
import { projectDirectory } from './support/electron.ts';
import { scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { type Host, hosts, pageOf } from './support/windows.ts';

const shared = sharedApp(async () => ({ options: { scenario: scenario([]) } }));

/** Asks from main through the window's own session: nothing of the page stands in the way, only the app's scheme and filter. */
function statusOf(electron: ElectronApplication, host: Host, address: string): Promise<number | 'blocked'> {
  return electron.evaluate(
    async ({ session }, [partition, url]) =>
      session
        .fromPartition(partition)
        // What is refused is now and then never answered at all: whether it arrived, the server tells.
        .fetch(url, { signal: AbortSignal.timeout(10_000) })
        .then(
          ({ status }) => status,
          () => 'blocked' as const,
        ),
    [`persist:${host}`, address] as const,
  );
}

/** Roads out of a window's folder (`out/renderer/HOST`) to files that are really there. */
const climbs = [
  { path: '..%2f..%2fmain%2findex.js', leadsTo: 'out/main/index.js' },
  { path: '%2e%2e/%2e%2e/main/index.js', leadsTo: 'out/main/index.js' },
  { path: '..%5c..%5cmain%5cindex.js', leadsTo: 'out/main/index.js' },
  { path: 'assets/..%2f..%2f..%2fmain%2findex.js', leadsTo: 'out/main/index.js' },
  { path: '%2e%2e%2f%2e%2e%2f%2e%2e%2fpackage.json', leadsTo: 'package.json' },
  { path: '%252e%252e%252f%252e%252e%252f%252e%252e%252fpackage.json', leadsTo: 'package.json' },
  { path: '..%2fui%2findex.html', leadsTo: 'out/renderer/ui/index.html' },
  { path: '..%2fphone%2findex.html', leadsTo: 'out/renderer/phone/index.html' },
  { path: '%2Fetc%2Fpasswd', leadsTo: '/etc/passwd' },
  { path: 'index.html%00.js', leadsTo: 'out/renderer/ui/index.html' },
] as const;

for (const host of hosts) {
  test(`no address leads the ${host} window to a file that is not its own`, async () => {
    const { electron, page, userData } = shared().app;
    await desk.connected(page);
    const own = await page.evaluate(() => document.querySelector('script')?.src ?? '');
    expect(own).toMatch(/^app:\/\/ui\/assets\//);
    for (const address of [`app://${host}/index.html`, ...(host === 'ui' ? [own] : [])])
      expect(await statusOf(electron, host, address), address).toBe(200);

    for (const { path, leadsTo } of climbs) {
      expect(existsSync(leadsTo.startsWith('/') ? leadsTo : join(projectDirectory, leadsTo)), leadsTo).toBe(true);
      expect(await statusOf(electron, host, `app://${host}/${path}`), path).toBe(404);
    }

    // Recordings are found by their id in the ledger, never by a name of a file.
    mkdirSync(join(userData, 'recordings'), { recursive: true });
    writeFileSync(join(userData, 'recordings', 'planted.webm'), 'no recording of ours');
    expect(existsSync(join(userData, 'ledger.sqlite'))).toBe(true);
    for (const name of ['planted', '..%2frecordings%2fplanted', '..%2fledger.sqlite%00', '..%2f..%2fledger.sqlite'])
      expect(await statusOf(electron, host, `app://${host}/recordings/${name}.webm`), name).toBe(404);

    const other = host === 'ui' ? 'phone' : 'ui';
    for (const address of [`app://${other}/index.html`, `app://${host}.evil/index.html`])
      expect(await statusOf(electron, host, address), address).toBe(404);
  });

  test(`the ${host} window reaches no server but its own`, async () => {
    const { electron, page: ui } = shared().app;
    await desk.connected(ui);
    const server = await startCountingServer();
    try {
      const page = await pageOf(electron, host);
      const tried = await page.evaluate(async (target) => {
        const settled = (begin: (done: (outcome: string) => void) => void) => new Promise<string>(begin);
        const load = (tag: 'img' | 'script' | 'audio' | 'link', path: string) =>
          settled((done) => {
            const element = document.createElement(tag);
            element.addEventListener('load', () => done('loaded'));
            element.addEventListener('error', () => done('refused'));
            const address = `http://${target}/${path}`;
            if (element instanceof HTMLLinkElement) Object.assign(element, { rel: 'stylesheet', href: address });
            else element.src = address;
            document.body.append(element);
          });
        return {
          fetch: await fetch(`http://${target}/fetch`).then(
            () => 'answered',
            () => 'refused',
          ),
          file: await fetch('file:///etc/passwd').then(
            () => 'answered',
            () => 'refused',
          ),
          opaque: await fetch(`http://${target}/opaque`, { mode: 'no-cors' }).then(
            () => 'answered',
            () => 'refused',
          ),
          socket: await settled((done) => {
            const socket = new WebSocket(`ws://${target}/socket`);
            socket.addEventListener('open', () => done('opened'));
            socket.addEventListener('error', () => done('refused'));
          }).catch(() => 'refused'),
          events: await settled((done) => {
            const source = new EventSource(`http://${target}/events`);
            source.addEventListener('open', () => done('opened'));
            source.addEventListener('error', () => {
              source.close();
              done('refused');
            });
          }),
          image: await load('img', 'image'),
          script: await load('script', 'script'),
          sound: await load('audio', 'sound'),
          style: await load('link', 'style'),
        };
      }, server.host);
      // Says only whether it was queued: what counts is that nothing arrives.
      await page.evaluate((target) => navigator.sendBeacon(`http://${target}/beacon`), server.host);
      expect(tried).toEqual({
        fetch: 'refused',
        file: 'refused',
        opaque: 'refused',
        socket: 'refused',
        events: 'refused',
        image: 'refused',
        script: 'refused',
        sound: 'refused',
        style: 'refused',
      });
      // Behind the page's own policy stands the filter of its session.
      for (const scheme of ['http', 'https'])
        expect(await statusOf(electron, host, `${scheme}://${server.host}/session`), scheme).toBe('blocked');
      await server.expectOnlyOurs();
    } finally {
      await server.close();
    }
  });

  test(`the ${host} window has no more rights than it needs`, async () => {
    const { electron, page: ui } = shared().app;
    await desk.connected(ui);
    const page = await pageOf(electron, host);
    const rights = await page.evaluate(async () => {
      const capture = (what: MediaStreamConstraints) =>
        navigator.mediaDevices.getUserMedia(what).then(
          (stream) => {
            for (const track of stream.getTracks()) track.stop();
            return 'granted';
          },
          () => 'refused',
        );
      return {
        node: typeof (globalThis as { require?: unknown }).require,
        process: typeof (globalThis as { process?: unknown }).process,
        microphone: await capture({ audio: true }),
        camera: await capture({ video: true }),
        both: await capture({ audio: true, video: true }),
        place: await new Promise((resolve) => {
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            ({ code }) => resolve(code === GeolocationPositionError.PERMISSION_DENIED ? 'refused' : code),
          );
        }),
        notifications: await Notification.requestPermission(),
        evaluates: (() => {
          try {
            return new Function('return 1')() === 1;
          } catch {
            return false;
          }
        })(),
        bridges: ['cornetta', 'phoneLink'].flatMap((name) => {
          const bridge = (globalThis as unknown as Record<string, object | undefined>)[name];
          return bridge === undefined ? [] : [`${name}: ${Object.keys(bridge).sort().join(', ')}`];
        }),
      };
    });
    expect(rights).toEqual({
      node: 'undefined',
      process: 'undefined',
      microphone: host === 'phone' ? 'granted' : 'refused',
      camera: host === 'phone' ? 'granted' : 'refused',
      both: host === 'phone' ? 'granted' : 'refused',
      place: 'refused',
      notifications: 'denied',
      evaluates: false,
      bridges: [host === 'phone' ? 'phoneLink: listen, send' : 'cornetta: on, request'],
    });
  });
}

test('no library has opened a channel to the pages', async () => {
  const { electron, page } = shared().app;
  await desk.connected(page);
  // The one name is Electron's own; the app's single channel answers requests and is no event.
  expect(await electron.evaluate(({ ipcMain }) => ipcMain.eventNames())).toEqual(['error']);
});
