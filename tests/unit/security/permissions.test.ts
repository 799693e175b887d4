import { describe, expect, it } from 'vitest';
import { guardPermissions, mayUse } from '../../../src/main/security/permissions.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const ask = (requestedBy: string, permission: string, media: readonly string[] = [], isMainFrame = true) =>
  mayUse({ requestedBy, permission, media, isMainFrame });

const phone = 'app://phone/index.html';

describe('permissions', () => {
  it('grants the phone window microphone, camera and the choice of a speaker', () => {
    for (const media of [['audio'], ['video'], ['audio', 'video']]) expect(ask(phone, 'media', media)).toBe(true);
    expect(ask('app://phone', 'media', ['unknown'])).toBe(true);
    expect(ask('app://phone/', 'media')).toBe(true);
    expect(ask(phone, 'speaker-selection')).toBe(true);
  });

  it('lets the phone window reach servers on this computer and its network', () => {
    for (const permission of ['local-network-access', 'local-network', 'loopback-network'])
      expect(ask(phone, permission)).toBe(true);
  });

  it('denies what nobody may have', () => {
    const never = [
      'clipboard-read',
      'clipboard-sanitized-write',
      'deprecated-sync-clipboard-read',
      'display-capture',
      'fileSystem',
      'fullscreen',
      'geolocation',
      'hid',
      'idle-detection',
      'keyboardLock',
      'mediaKeySystem',
      'midi',
      'midiSysex',
      'notifications',
      'openExternal',
      'pointerLock',
      'serial',
      'storage-access',
      'top-level-storage-access',
      'usb',
      'window-management',
      'unknown',
      'a permission of a later Chromium',
      '__proto__',
      'constructor',
    ];
    for (const host of ['app://ui/index.html', phone])
      for (const permission of never)
        expect([host, permission, ask(host, permission)]).toEqual([host, permission, false]);
  });

  it.each([
    ['app://ui/index.html', ['audio'], true],
    ['app://ui/index.html', ['video'], true],
    ['app://ui/index.html', ['audio', 'video'], true],
    ['app://ui/index.html', ['unknown'], true],
    [phone, ['screen'], true],
    [phone, ['audio', 'screen'], true],
    [phone, ['audio'], false],
    [phone, ['video'], false],
    ['app://phone.evil.example/', ['video'], true],
    ['app://phone.evil.example/', ['audio'], true],
    ['app://phone@evil.example/', ['audio'], true],
    ['https://phone/', ['audio'], true],
    ['file:///app/phone/index.html', ['audio'], true],
    ['about:blank', ['audio'], true],
    ['null', ['audio'], true],
    ['', ['audio'], true],
  ])('denies media to %s for %j, main frame %s', (from, media, isMainFrame) => {
    expect(ask(from, 'media', media, isMainFrame)).toBe(false);
  });

  it('puts all three handlers in force', () => {
    const handlers: { request?: unknown; check?: unknown; device?: unknown } = {};
    const log = memoryLog();
    guardPermissions(
      {
        setPermissionRequestHandler: (handler) => {
          handlers.request = handler;
        },
        setPermissionCheckHandler: (handler) => {
          handlers.check = handler;
        },
        setDevicePermissionHandler: (handler) => {
          handlers.device = handler;
        },
      },
      log,
    );
    const request = handlers.request as (c: unknown, p: string, decide: (allowed: boolean) => void, d: unknown) => void;
    const check = handlers.check as (c: unknown, p: string, origin: string, d: unknown) => boolean;
    const answers: boolean[] = [];
    const contents = { getURL: () => 'app://phone/index.html' };
    request(contents, 'media', (a) => answers.push(a), {
      isMainFrame: true,
      requestingUrl: phone,
      mediaTypes: ['audio'],
    });
    request(contents, 'media', (a) => answers.push(a), {
      isMainFrame: true,
      requestingUrl: 'app://ui/',
      mediaTypes: ['audio'],
    });
    request(contents, 'geolocation', (a) => answers.push(a), { isMainFrame: true, requestingUrl: phone });
    expect(answers).toEqual([true, false, false]);
    expect(log.lines).toHaveLength(2);
    expect(check(null, 'media', 'app://phone/', { isMainFrame: true, mediaType: 'audio' })).toBe(true);
    expect(check(null, 'media', 'app://ui/', { isMainFrame: true, mediaType: 'audio' })).toBe(false);
    expect(
      check(null, 'media', 'app://phone/', { isMainFrame: true, mediaType: 'audio', securityOrigin: 'https://evil/' }),
    ).toBe(false);
    expect((handlers.device as () => boolean)()).toBe(false);
  });
});
