import type { MessagePortMain, Session } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { createPhoneWindow } from '../../../src/main/windows/phone-window.ts';
import type { WindowPreferences } from '../../../src/main/windows/web-preferences.ts';
import { type FakeWindow, fakeWindow } from '../../fakes/browser-window.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const made: FakeWindow[] = [];
const preferences: WindowPreferences[] = [];
const heard: string[] = [];
const clock = manualClock();

function createPhone() {
  let channels = 0;
  return createPhoneWindow({
    createWindow: (given) => {
      const window = fakeWindow();
      made.push(window);
      preferences.push(given);
      return window.asBrowserWindow();
    },
    handOverPort: (page) => {
      channels += 1;
      page.postMessage('port', null, []);
      return `main ${channels}` as unknown as MessagePortMain;
    },
    session: () => ({}) as Session,
    preload: '/phone.cjs',
    devTools: false,
    onPort: (port: MessagePortMain) => heard.push(`port ${String(port)}`),
    onGone: (reason) => heard.push(`gone ${reason}`),
    clock,
    log: memoryLog(),
  });
}

beforeEach(() => {
  made.length = 0;
  preferences.length = 0;
  heard.length = 0;
});

describe('phone window', () => {
  it('stays hidden, keeps its timers and gets a port for each load', () => {
    createPhone().start();
    expect(preferences[0]?.backgroundThrottling).toBe(false);
    expect(made[0]?.loaded).toEqual(['app://phone/index.html']);
    made[0]?.webContents.emit('did-finish-load');
    made[0]?.webContents.emit('did-finish-load');
    expect(made[0]?.posted).toHaveLength(2);
    expect(heard).toEqual(['port main 1', 'port main 2']);
    expect(made[0]?.calls).not.toContain('show');
  });

  it('tells once that a page is gone and starts a fresh window', () => {
    createPhone().start();
    made[0]?.webContents.emit('did-finish-load');
    made[0]?.webContents.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 });
    clock.advance(0);
    expect(heard).toEqual(['port main 1', 'gone killed']);
    expect(made[0]?.destroyed).toBe(true);
    expect(made).toHaveLength(2);
    made[0]?.webContents.emit('did-finish-load');
    expect(heard).toHaveLength(2);
    made[1]?.webContents.emit('did-finish-load');
    expect(heard.at(-1)).toBe('port main 2');
  });

  it('backs off while it dies at once, for ever', () => {
    createPhone().start();
    const gaps: number[] = [];
    for (let life = 0; life < 9; life += 1) {
      made.at(-1)?.webContents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'app://phone/', true);
      const before = clock.monotonic();
      const count = made.length;
      while (made.length === count) clock.advance(50);
      gaps.push(clock.monotonic() - before);
    }
    expect(gaps).toEqual([50, 250, 500, 1000, 2000, 5000, 10_000, 10_000, 10_000]);
  });

  it('takes no notice of frames and replaced navigations that fail', () => {
    createPhone().start();
    made[0]?.webContents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', 'app://phone/', true);
    made[0]?.webContents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'app://phone/x', false);
    expect(heard).toEqual([]);
  });

  it('can be thrown away and started anew, or stopped for good', () => {
    const phone = createPhone();
    phone.start();
    phone.restart('does not answer');
    clock.advance(0);
    expect(heard).toEqual(['gone does not answer']);
    expect(made).toHaveLength(2);
    phone.stop();
    clock.advance(60_000);
    expect(made).toHaveLength(2);
    expect(heard).toHaveLength(1);
    expect(phone.webContents()).toBeNull();
  });
});
