import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import { describe, expect, it } from 'vitest';
import { createAppTray, type TrayView, trayMenu, trayState } from '../../../src/main/platform/tray.ts';
import { type Words, wordsFor } from '../../../src/main/platform/words.ts';

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
    const images: string[] = [];
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
        image: (name, side) => {
          images.push(`${name}-${side}`);
          return {} as NativeImage;
        },
        platform: 'linux',
        actions: { show: () => undefined, setPresence: () => undefined, quit: () => undefined },
      },
      view(),
      words,
    );
    expect(calls).toEqual(['image', 'Cornetta – Connected', 'menu']);
    const update = (...given: Parameters<typeof tray.showIcon>) => {
      tray.showIcon(...given);
      tray.showMenu(...given);
    };
    update(view(), words);
    expect(calls).toHaveLength(3);
    update(view({ ringing: 1 }), words);
    update(view({ ringing: 2 }), words);
    update(view(), wordsFor('de'));
    update(view({ presence: 'away' }), wordsFor('de'));
    expect(calls.slice(3)).toEqual([
      'image',
      'Cornetta – A call is ringing',
      'menu',
      'image',
      'Cornetta – Verbunden',
      'menu',
      'menu',
    ]);
    expect(images).toEqual(['connected-22', 'ringing-22']);
    tray.prepare('in-call');
    tray.prepare('ringing');
    update(view({ inCall: true }), words);
    expect(images).toEqual(['connected-22', 'ringing-22', 'in-call-22']);
    tray.destroy();
    expect(calls.at(-1)).toBe('destroy');
  });
});

describe('words', () => {
  it('are complete in every language', () => {
    const keys = Object.keys(wordsFor('en')).sort();
    for (const locale of ['it', 'de'] as const) {
      const other = wordsFor(locale);
      expect(Object.keys(other).sort()).toEqual(keys);
      const said: readonly string[] = Object.values(other).flatMap((word: string | Words['leftNote']) =>
        typeof word === 'string' ? [word] : Object.values(word),
      );
      expect(said.every((word) => word.length > 0 && !word.includes('!'))).toBe(true);
    }
  });
});
