import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { startCountingServer } from './support/counting-server.ts';
import { desk, session } from './support/desk.ts';
import { projectDirectory } from './support/electron.ts';
import { scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { pageOf } from './support/windows.ts';

const shared = sharedApp(async () => ({ options: { scenario: scenario([]) } }));

/** HOST stands for a web server that would answer. */
const links = [
  'file:///etc/passwd',
  'javascript:document.title="owned"',
  'data:text/html,<title>owned</title>',
  'http://HOST/link',
  'app://ui/assets/../nowhere.html',
  'app://phone/index.html?owned',
  'app://ui/../phone/index.html',
  'app://ui.evil/index.html',
  'blob:app://ui/5e8ff9bf-55ba-4508-9a3c-0d3a0b3f3f3f',
  'ms-settings:',
] as const;

interface Traffic {
  /** Each address that was refused, in order. */
  readonly refused: string[];
  /** Each address that would have been loaded, in order: none may stand here. */
  readonly allowed: string[];
  /** Documents and contents that came into being. */
  readonly arrived: string[];
  /** What was handed to the system's browser. */
  readonly outside: string[];
}

/** Watches, in main, where every page goes; behind the app's own guards, so that their verdict can be seen. Nothing leaves the machine. */
async function watchTraffic(electron: ElectronApplication): Promise<() => Promise<Traffic>> {
  await electron.evaluate(({ app, shell, webContents }) => {
    const traffic: Traffic = { refused: [], allowed: [], arrived: [], outside: [] };
    Object.assign(globalThis, { traffic });
    shell.openExternal = async (url) => {
      traffic.outside.push(url);
    };
    app.on('web-contents-created', () => traffic.arrived.push('new contents'));
    for (const contents of webContents.getAllWebContents()) {
      contents.on('will-frame-navigate', (event) => {
        (event.defaultPrevented ? traffic.refused : traffic.allowed).push(event.url);
      });
      contents.on('did-navigate', (_event, url) => traffic.arrived.push(url));
    }
  });
  return () => electron.evaluate(() => (globalThis as unknown as { traffic: Traffic }).traffic);
}

/** What main answers; `null`: the window's own keyhole throws before. Arguments as JSON, since some keys survive no other way. */
const badRequests = [
  ['call.answer', 'null', 'invalid'],
  ['call.answer', '{}', 'invalid'],
  ['call.answer', '{"callId":7}', 'invalid'],
  ['call.answer', '{"callId":""}', 'invalid'],
  ['call.answer', '{"callId":"../../x"}', 'invalid'],
  ['call.answer', JSON.stringify({ callId: 'a'.repeat(10_000) }), 'invalid'],
  ['call.answer', '{"callId":"x","extra":true}', 'invalid'],
  ['call.answer', '{"callId":"x","constructor":{"prototype":{"admin":true}}}', 'invalid'],
  ['call.answer', '{"callId":["x"]}', 'invalid'],
  // Fits: only the queue knows that there is no such call.
  ['call.answer', '{"callId":"x"}', 'not-found'],
  ['__proto__', 'null', null],
  ['constructor', 'null', null],
  ['toString', 'null', null],
  ['no.such.request', 'null', null],
  ['search', JSON.stringify({ text: 'x'.repeat(5000), limit: 10 }), 'invalid'],
  ['search', '{"text":"x","limit":1e9}', 'invalid'],
  ['settings.set', '{"locale":"xx"}', 'invalid'],
  ['settings.set', '{}', 'invalid'],
  ['message.send', JSON.stringify({ contactId: 'anna', text: 'hello', clientId: 'not-a-uuid' }), 'invalid'],
  [
    'message.send',
    JSON.stringify({ contactId: 'anna', text: 'y'.repeat(5000), clientId: '5e8ff9bf-55ba-4508-9a3c-0d3a0b3f3f3f' }),
    'invalid',
  ],
  ['call.place', '{"contactId":"anna","number":"+390612345678","kind":"voice"}', 'invalid'],
  ['call.dtmf', '{"callId":"x","tones":"5;rm"}', 'invalid'],
] as const;

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
  const answered = await electron.evaluate(
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
