import { inflateSync } from 'node:zlib';
import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../../src/main/platform/png.ts';
import { createAppTray, type TrayView, trayMenu, trayState } from '../../../src/main/platform/tray.ts';
import { drawIcon, trayStates } from '../../../src/main/platform/tray-icon.ts';
import { wordsFor } from '../../../src/main/platform/words.ts';

const view = (change: Partial<TrayView> = {}): TrayView => ({
  connection: 'connected',
  ringing: 0,
  inCall: false,
  presence: 'available',
  ...change,
});
const words = wordsFor('en');

describe('trayState', () => {
  it.each([
    [{}, 'connected'],
    [{ connection: 'offline' }, 'offline'],
    [{ connection: 'offline', inCall: true }, 'in-call'],
    [{ inCall: true, ringing: 2 }, 'ringing'],
  ] as const)('%j is %s', (change, state) => {
    expect(trayState(view(change))).toBe(state);
  });
});

describe('tray menu', () => {
  it('shows the state, opens, sets the presence, quits', () => {
    const done: string[] = [];
    const menu = trayMenu(view({ presence: 'busy' }), words, {
      show: () => done.push('show'),
      setPresence: (presence) => done.push(presence),
      quit: () => done.push('quit'),
    });
    const flat = menu.flatMap((item) => [item, ...((item.submenu as MenuItemConstructorOptions[] | undefined) ?? [])]);
    expect(flat.map(({ label }) => label).filter(Boolean)).toEqual([
      'Connected',
      'Open Cornetta',
      'Presence',
      'Available',
      'Busy',
      'Away',
      'Quit Cornetta',
    ]);
    expect(flat.find(({ label }) => label === 'Busy')?.checked).toBe(true);
    for (const item of flat) (item.click as (() => void) | undefined)?.();
    expect(done).toEqual(['show', 'available', 'busy', 'away', 'quit']);
  });

  it('is touched only when something changes', () => {
    const calls: string[] = [];
    const images: number[] = [];
    const tray = createAppTray<number>(
      {
        createTray: () => ({
          setImage: () => calls.push('image'),
          setToolTip: (text) => calls.push(text),
          setContextMenu: () => calls.push('menu'),
          on: () => undefined,
          destroy: () => calls.push('destroy'),
        }),
        buildMenu: (template) => template.length,
        createImage: (png) => {
          images.push(png.length);
          return {} as NativeImage;
        },
        platform: 'linux',
        actions: { show: () => undefined, setPresence: () => undefined, quit: () => undefined },
      },
      view(),
      words,
    );
    expect(calls).toEqual(['image', 'Cornetta – Connected', 'menu']);
    tray.update(view(), words);
    expect(calls).toHaveLength(3);
    tray.update(view({ ringing: 1 }), words);
    tray.update(view({ ringing: 2 }), words);
    tray.update(view(), wordsFor('de'));
    expect(calls.slice(3)).toEqual([
      'image',
      'Cornetta – A call is ringing',
      'menu',
      'image',
      'Cornetta – Verbunden',
      'menu',
    ]);
    expect(images).toHaveLength(2);
    tray.destroy();
    expect(calls.at(-1)).toBe('destroy');
  });
});

describe('icons', () => {
  it('differ for each state, at each size, also without colour', () => {
    for (const size of [16, 22, 44]) {
      const shapes = trayStates.map((state) => {
        const grey: string[] = [];
        const png = drawIcon(state, size);
        const data = png.subarray(png.indexOf('IDAT') + 4);
        const rows = inflateSync(data.subarray(0, data.indexOf('IEND')));
        for (let at = 0; at < rows.length; at += 1)
          if (at % (1 + size * 4) !== 0 && (at % (1 + size * 4)) % 4 === 0) grey.push(String(rows[at]));
        return grey.join() + rows.filter((_byte, index) => index % 4 === 1).join();
      });
      expect(new Set(shapes).size).toBe(trayStates.length);
    }
  });

  it('are PNGs', () => {
    const png = encodePng(2, (x, y) => [x * 255, y * 255, 7, 255]);
    expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    expect(png.readUInt32BE(16)).toBe(2);
    const data = png.subarray(png.indexOf('IDAT') + 4);
    expect([...inflateSync(data.subarray(0, data.indexOf('IEND') - 8))]).toEqual([
      0, 0, 0, 7, 255, 255, 0, 7, 255, 0, 0, 255, 7, 255, 255, 255, 7, 255,
    ]);
  });
});

describe('words', () => {
  it('are complete in every language', () => {
    const keys = Object.keys(wordsFor('en')).sort();
    for (const locale of ['it', 'de'] as const) {
      const other = wordsFor(locale);
      expect(Object.keys(other).sort()).toEqual(keys);
      expect(Object.values(other).every((word) => word.length > 0 && !word.includes('!'))).toBe(true);
    }
  });
});
