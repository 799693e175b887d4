import { expect, test } from './support/app.ts';
import { desk, session } from './support/desk.ts';
import { scenario } from './support/scenario.ts';

const links = [
  'file:///etc/passwd',
  'javascript:document.title="owned"',
  'data:text/html,<h1>owned</h1>',
  'http://127.0.0.1:9/',
  'https://example.com/',
  'app://phone/index.html',
  'app://ui/../phone/index.html',
  'ms-settings:',
] as const;

const climbs = [
  'app://ui/../../package.json',
  'app://ui/%2e%2e/%2e%2e/package.json',
  'app://ui/..%2f..%2fpackage.json',
  'app://ui/%252e%252e/package.json',
  'app://ui/recordings/..%2f..%2fledger.sqlite',
  'app://ui/recordings/%00.webm',
] as const;

const badRequests: readonly (readonly [string, unknown])[] = [
  ['call.answer', null],
  ['call.answer', {}],
  ['call.answer', { callId: 7 }],
  ['call.answer', { callId: '../../x' }],
  ['call.answer', { callId: 'a'.repeat(10_000) }],
  ['call.answer', { callId: 'x', extra: true }],
  ['call.answer', JSON.parse('{"callId":"x","__proto__":{"admin":true}}')],
  ['__proto__', null],
  ['constructor', null],
  ['toString', null],
  ['no.such.request', null],
  ['search', { text: 'x'.repeat(5000), limit: 10 }],
  ['settings.set', { locale: 'xx' }],
  ['settings.set', {}],
  ['message.send', { contactId: 'anna', text: 'y'.repeat(5000), clientId: 'not-a-uuid' }],
];

test('the ui window goes nowhere, opens nothing, reads no file outside, and asks nothing malformed', async ({
  launch,
}) => {
  const { electron, page } = await launch({ scenario: scenario([]) });
  await desk.connected(page);
  const home = page.url();

  for (const link of links) {
    await page.evaluate((target) => {
      const anchor = document.createElement('a');
      anchor.href = target;
      document.body.append(anchor);
      anchor.click();
      anchor.remove();
    }, link);
    await page
      .evaluate((target) => {
        location.assign(target);
      }, link)
      .catch(() => undefined);
    expect(await page.evaluate((target) => window.open(target) === null, link)).toBe(true);
    expect(page.url(), link).toBe(home);
  }
  expect(await page.title()).not.toContain('owned');
  expect(electron.windows().filter((window) => !/^app:\/\/(ui|phone)\//.test(window.url()))).toEqual([]);

  for (const address of climbs) {
    const loaded = await page.evaluate(
      (target) =>
        new Promise<boolean>((resolve) => {
          const image = new Image();
          const audio = new Audio();
          image.onload = () => resolve(true);
          audio.oncanplay = () => resolve(true);
          audio.onerror = () => resolve(false);
          image.src = target;
          audio.src = target;
        }),
      address,
    );
    expect(loaded, address).toBe(false);
  }

  for (const [name, argument] of badRequests) {
    const result = await page.evaluate(
      ([requestName, requestArgument]) =>
        (window.cornetta.request as (name: unknown, argument: unknown) => Promise<unknown>)(
          requestName,
          requestArgument,
        ).catch((error: Error) => ({
          ok: false,
          thrown: error.message,
        })),
      [name, argument] as const,
    );
    expect(result, name).toMatchObject({ ok: false });
  }
  expect((await session(page)).connection.state).toBe('connected');
});

test('no window has more rights than it needs', async ({ launch }) => {
  const { page } = await launch({ scenario: scenario([]) });
  await desk.connected(page);
  const rights = await page.evaluate(async () => ({
    node: typeof (globalThis as { require?: unknown }).require,
    process: typeof (globalThis as { process?: unknown }).process,
    microphone: await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'refused',
    ),
    evaluates: (() => {
      try {
        return new Function('return 1')() === 1;
      } catch {
        return false;
      }
    })(),
    network: await fetch('http://127.0.0.1:9/').then(
      () => 'open',
      () => 'closed',
    ),
    bridge: Object.keys(window.cornetta).sort(),
  }));
  expect(rights).toEqual({
    node: 'undefined',
    process: 'undefined',
    microphone: 'refused',
    evaluates: false,
    network: 'closed',
    bridge: ['on', 'request'],
  });
});
