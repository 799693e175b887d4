/** What a page that was taken over could try: nothing of it may reach further than what the app needs. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { badRequests, climbs, links, statusOf, watchTraffic } from './support/attacks.ts';
import { startCountingServer } from './support/counting-server.ts';
import { desk, session } from './support/desk.ts';
import { projectDirectory } from './support/electron.ts';
import { inMain } from './support/in-main.ts';
import { scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { hosts, pageOf } from './support/windows.ts';

const shared = sharedApp(async () => ({ options: { scenario: scenario([]) } }));

test('what the ui window asks malformed is refused, each for its own reason', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  const ask = (name: string, json: string) =>
    page.evaluate(
      ([requestName, text]) =>
        (window.cornetta.request as (name: unknown, argument: unknown) => Promise<unknown>)(
          requestName,
          JSON.parse(text),
        ).catch((error: Error) => ({ thrown: error.message })),
      [name, json] as const,
    );
  for (const [name, json, code] of badRequests) {
    expect(await ask(name, json), `${name} ${json.slice(0, 100)}`).toMatchObject(
      code === null ? { thrown: 'no such request' } : { ok: false, error: { code } },
    );
  }
  // The bridge drops this key on its way; whatever becomes of it, nothing is changed by it.
  expect(await ask('settings.set', '{"__proto__":{"locale":"de"}}')).toMatchObject({ ok: false });
  expect(await session(page)).toMatchObject({ connection: { state: 'connected' }, locale: 'en', calls: [] });
});

test('nobody but the ui window is answered', async () => {
  const { electron, page } = shared().app;
  await desk.connected(page);
  const preload = join(projectDirectory, 'out/preload/ui.cjs');
  const ask = "window.cornetta.request('session.snapshot', null)";
  // The same page with the same preload script in the same session, but not the window that main made.
  const answered = await inMain(
    electron,
    async ({ BrowserWindow }, [script, code]) => {
      const foreign = new BrowserWindow({ show: false, webPreferences: { preload: script, partition: 'persist:ui' } });
      try {
        await foreign.loadURL('app://ui/index.html');
        return await foreign.webContents.executeJavaScript(code);
      } finally {
        foreign.destroy();
      }
    },
    [preload, ask] as const,
  );
  expect(answered).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  expect(await page.evaluate(ask), 'the very same question of the ui window').toMatchObject({ ok: true });

  const framed = await page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const names = Object.keys(frame.contentWindow ?? {}).filter((name) => /cornetta|phoneLink|electron/i.test(name));
    frame.remove();
    return names;
  });
  expect(framed, 'a frame has no keyhole of its own').toEqual([]);
  const phone = await pageOf(electron, 'phone');
  expect(await phone.evaluate(() => 'cornetta' in window), 'the phone window has another one').toBe(false);
});

test('the ui window gets neither microphone nor camera, by no road', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  const errors = await page.evaluate(() =>
    Promise.all(
      [{ audio: true }, { video: true }, { audio: true, video: true }].map((wanted) =>
        navigator.mediaDevices.getUserMedia(wanted).then(
          () => 'granted',
          (error: Error) => error.name,
        ),
      ),
    ),
  );
  expect(errors).toEqual(['NotAllowedError', 'NotAllowedError', 'NotAllowedError']);
});

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
  expect(await inMain(electron, ({ ipcMain }) => ipcMain.eventNames())).toEqual(['error']);
});

// The last ones, and the ui window behind the phone window: where a page was refused so often, Playwright takes it for one that is on its way.
for (const host of ['phone', 'ui'] as const) {
  test(`the ${host} window goes nowhere and opens nothing`, async () => {
    const { electron, page: ui } = shared().app;
    await desk.connected(ui);
    const server = await startCountingServer();
    try {
      const page = await pageOf(electron, host);
      const traffic = await watchTraffic(electron);
      const home = page.url();
      await page.evaluate(() => Object.assign(window, { sameDocument: true }));
      for (const [index, template] of links.entries()) {
        const link = template.replace('HOST', server.host);
        await page.evaluate((target) => {
          const anchor = document.createElement('a');
          anchor.href = target;
          document.body.append(anchor);
          anchor.click();
          anchor.remove();
        }, link);
        await page.evaluate((target) => location.assign(target), link).catch(() => undefined);
        expect(await page.evaluate((target) => window.open(target) === null, link), link).toBe(true);
        // Navigations reach main in order: once this one was refused, so was, or had arrived, what came before it.
        const last = `app://${host}/last-${index}.html`;
        await page.evaluate((target) => location.assign(target), last);
        await expect.poll(async () => (await traffic()).refused, link).toContain(last);
      }
      const { refused, allowed, arrived, outside } = await traffic();
      expect(allowed).toEqual([]);
      expect(arrived).toEqual([]);
      expect(refused).toEqual(expect.arrayContaining([`http://${server.host}/link`, 'app://ui/nowhere.html']));
      // The ui window's web links open in the browser of the system; the phone window has nobody who could click.
      expect(outside).toEqual(host === 'ui' ? [`http://${server.host}/link`] : []);
      expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
      expect(page.url()).toBe(home);
      expect(await page.title()).not.toContain('owned');
      await server.expectOnlyOurs();
    } finally {
      await server.close();
    }
  });
}
