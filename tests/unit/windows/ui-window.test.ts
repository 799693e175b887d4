import type { Session } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTheme } from '../../../src/main/windows/theme.ts';
import { createUiWindow, type UiWindowOptions } from '../../../src/main/windows/ui-window.ts';
import type { WindowState } from '../../../src/main/windows/window-bounds.ts';
import { type FakeWindow, fakeWindow } from '../../fakes/browser-window.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const made: FakeWindow[] = [];
const kept: WindowState[] = [];
const gaveUp: string[] = [];
const pages: string[] = [];
let quitKeys = 0;
const clock = manualClock();
let closing: 'hide' | 'close' = 'hide';

function createWindowUnderTest(change: Partial<UiWindowOptions> = {}) {
  return createUiWindow({
    createWindow: () => {
      const window = fakeWindow();
      made.push(window);
      return window.asBrowserWindow();
    },
    session: {} as Session,
    preload: '/preload.cjs',
    devTools: false,
    platform: 'linux',
    theme: createTheme({ themeSource: 'system', shouldUseDarkColors: true, on: () => undefined }),
    workAreas: () => [{ x: 0, y: 0, width: 1920, height: 1000 }],
    remembered: undefined,
    remember: (state) => kept.push(state),
    onClose: () => closing,
    onGaveUp: (reason) => gaveUp.push(reason),
    onLoaded: () => pages.push('loaded'),
    onGone: () => pages.push('gone'),
    onQuitKey: () => {
      quitKeys += 1;
    },
    clock,
    log: memoryLog(),
    ...change,
  });
}

beforeEach(() => {
  made.length = 0;
  kept.length = 0;
  gaveUp.length = 0;
  pages.length = 0;
  closing = 'hide';
  quitKeys = 0;
});

const die = (window: FakeWindow | undefined) =>
  window?.webContents.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 });
const close = (window: FakeWindow | undefined) => {
  let prevented = false;
  window?.emit('close', {
    preventDefault: () => {
      prevented = true;
    },
  });
  return prevented;
};

describe('ui window', () => {
  it('loads its own page and shows itself when there is something to see', () => {
    createWindowUnderTest().show();
    expect(made[0]?.loaded).toEqual(['app://ui/index.html']);
    expect(made[0]?.calls).toEqual([]);
    made[0]?.emit('ready-to-show');
    expect(made[0]?.calls).toEqual(['show']);
  });

  it('loads its page again after a crash, ever slower, and gives up after five in a row', () => {
    const ui = createWindowUnderTest();
    ui.show();
    for (let crash = 1; crash <= 6; crash += 1) {
      expect(ui.webContents()).not.toBeNull();
      die(made[0]);
      expect(ui.webContents()).toBeNull();
      clock.advance(2000);
      expect(made[0]?.loaded).toHaveLength(Math.min(crash, 5) + 1);
    }
    expect(gaveUp).toEqual(['killed']);
    ui.show();
    expect(ui.webContents()).not.toBeNull();
    expect(made).toHaveLength(1);
  });

  it('hides instead of closing as long as it is told so', () => {
    const ui = createWindowUnderTest();
    ui.show();
    expect(close(made[0])).toBe(true);
    expect(made[0]?.calls).toContain('hide');
    closing = 'close';
    expect(close(made[0])).toBe(false);
    made[0]?.destroy();
    expect(ui.browserWindow()).toBeNull();
    ui.show();
    expect(made).toHaveLength(2);
  });

  it.each([
    ['linux', { key: 'q', code: 'KeyQ' }, 1],
    ['win32', { key: 'Q', code: 'KeyA' }, 1],
    ['linux', { key: 'й', code: 'KeyQ' }, 1],
    ['linux', { key: 'a', code: 'KeyQ' }, 0],
    ['linux', { key: 'q', code: 'KeyQ', shift: true }, 0],
    ['linux', { key: 'q', code: 'KeyQ', control: false }, 0],
    ['linux', { key: 'q', code: 'KeyQ', type: 'keyUp' }, 0],
    ['darwin', { key: 'q', code: 'KeyQ' }, 0],
  ] as const)('on %s asks to quit at Ctrl+Q and at nothing else: %j', (platform, input, times) => {
    createWindowUnderTest({ platform }).show();
    let prevented = 0;
    made[0]?.webContents.emit(
      'before-input-event',
      {
        preventDefault: () => {
          prevented += 1;
        },
      },
      { type: 'keyDown', control: true, alt: false, shift: false, meta: false, ...input },
    );
    expect([quitKeys, prevented]).toEqual([times, times]);
  });

  it('tells of each page that has loaded, and of each that is gone', () => {
    const ui = createWindowUnderTest();
    ui.show();
    made[0]?.webContents.emit('did-finish-load');
    die(made[0]);
    clock.advance(2000);
    made[0]?.webContents.emit('did-finish-load');
    ui.destroy();
    made[0]?.webContents.emit('did-finish-load');
    expect(pages).toEqual(['loaded', 'gone', 'loaded', 'gone']);
  });

  it('does not revive a window that was closed', () => {
    const ui = createWindowUnderTest();
    ui.show();
    die(made[0]);
    ui.destroy();
    clock.advance(10_000);
    expect(made[0]?.loaded).toHaveLength(1);
    expect(ui.webContents()).toBeNull();
  });

  it('remembers its place once it comes to rest', () => {
    createWindowUnderTest().show();
    made[0]?.emit('move');
    made[0]?.emit('move');
    clock.advance(399);
    expect(kept).toEqual([]);
    clock.advance(1);
    expect(kept).toEqual([{ x: 10, y: 20, width: 1000, height: 700, maximized: false }]);
  });
});
