import type { ElectronApplication } from '@playwright/test';
import { inMain } from './in-main.ts';
import type { Host } from './windows.ts';

/** HOST stands for a web server that would answer. */
export const links = [
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
export async function watchTraffic(electron: ElectronApplication): Promise<() => Promise<Traffic>> {
  await inMain(electron, ({ app, shell, webContents }) => {
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
  return () => inMain(electron, () => (globalThis as unknown as { traffic: Traffic }).traffic);
}

/** What main answers; `null`: the window's own keyhole throws before. Arguments as JSON, since some keys survive no other way. */
export const badRequests = [
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

/** Asks from main through the window's own session: nothing of the page stands in the way, only the app's scheme and filter. */
export function statusOf(electron: ElectronApplication, host: Host, address: string): Promise<number | 'blocked'> {
  return inMain(
    electron,
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
export const climbs = [
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
