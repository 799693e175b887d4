import { describe, expect, it } from 'vitest';
import { guardNetwork, mayLoad } from '../../../src/main/security/network-filter.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const server = ['wss://pbx.example:8443'];

describe('mayLoad', () => {
  it.each([
    ['ui', 'app://ui/assets/index.js'],
    ['ui', 'app://ui/recordings/a.webm'],
    ['ui', 'data:image/png;base64,AA=='],
    ['phone', 'app://phone/index.html'],
    ['phone', 'blob:app://phone/1'],
    ['phone', 'wss://pbx.example:8443/ws?ticket=1'],
  ] as const)('%s may load %s', (host, address) => {
    expect(mayLoad(host, address, server)).toBe(true);
  });

  it.each([
    ['ui', 'app://phone/index.html'],
    ['ui', 'wss://pbx.example:8443/'],
    ['ui', 'https://example.com/'],
    ['ui', 'http://127.0.0.1/'],
    ['ui', 'file:///etc/passwd'],
    ['ui', 'ftp://example.com/'],
    ['ui', 'chrome://settings/'],
    ['ui', 'chrome-extension://abc/x.js'],
    ['ui', 'filesystem:app://ui/temporary/x'],
    ['ui', 'not an address'],
    ['phone', 'app://ui/index.html'],
    ['phone', 'app://ui/recordings/a.webm'],
    ['phone', 'ws://pbx.example:8443/'],
    ['phone', 'wss://pbx.example/'],
    ['phone', 'wss://pbx.example:8444/'],
    ['phone', 'wss://pbx.example.evil:8443/'],
    ['phone', 'wss://pbx.example:8443@evil.example/'],
    ['phone', 'https://pbx.example:8443/'],
    ['phone', 'file:///etc/passwd'],
  ] as const)('%s may not load %s', (host, address) => {
    expect(mayLoad(host, address, server)).toBe(false);
  });

  it('follows a change of server and logs no tickets', () => {
    type Filter = (
      details: { url: string; resourceType: string },
      decide: (answer: { cancel: boolean }) => void,
    ) => void;
    let filter: Filter | undefined;
    const session = {
      webRequest: {
        onBeforeRequest: (listener: unknown) => {
          filter = listener as Filter;
        },
      },
    };
    let origins = ['ws://127.0.0.1:1'];
    const log = memoryLog();
    guardNetwork(session as unknown as Parameters<typeof guardNetwork>[0], 'phone', () => origins, log);
    const cancelled: boolean[] = [];
    const ask = () =>
      filter?.({ url: 'ws://127.0.0.1:2/sip?ticket=secret', resourceType: 'webSocket' }, (a) =>
        cancelled.push(a.cancel),
      );
    ask();
    origins = ['ws://127.0.0.1:2'];
    ask();
    expect(cancelled).toEqual([true, false]);
    expect(JSON.stringify(log.lines)).not.toContain('secret');
  });
});
