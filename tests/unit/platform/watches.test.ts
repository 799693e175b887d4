import { EventEmitter } from 'node:events';
import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { watchNetwork } from '../../../src/main/platform/network-watch.ts';
import { watchWake } from '../../../src/main/platform/wake-watch.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

function createWakeWatch() {
  const powerMonitor = new EventEmitter();
  const clock = manualClock();
  const heard: string[] = [];
  const stop = watchWake({
    powerMonitor,
    clock,
    onSleep: () => heard.push('sleep'),
    onWake: (reason) => heard.push(reason),
    onClockJump: (by) => heard.push(`jump ${by}`),
  });
  return { powerMonitor, clock, heard, stop };
}

describe('watchWake', () => {
  it('tells sleep and waking once', () => {
    const { powerMonitor, clock, heard } = createWakeWatch();
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
    powerMonitor.emit('unlock-screen');
    clock.advance(2000);
    powerMonitor.emit('unlock-screen');
    expect(heard).toEqual(['sleep', 'resume', 'unlock']);
  });

  it('notices a clock that was set, in both directions, and no ordinary drift', () => {
    const { clock, heard } = createWakeWatch();
    clock.setWall(clock.now() + 36 * 3_600_000);
    clock.advance(5000);
    clock.setWall(clock.now() - 36 * 3_600_000);
    clock.advance(5000);
    clock.setWall(clock.now() + 500);
    clock.advance(60_000);
    expect(heard).toEqual(['jump 129600000', 'stood-still', 'jump -129600000']);
  });

  it('stops', () => {
    const { clock, stop } = createWakeWatch();
    stop();
    expect(clock.pending).toBe(0);
  });
});

const address = (value: string, internal = false) => ({ address: value, internal }) as NetworkInterfaceInfo;

describe('watchNetwork', () => {
  function createWatch() {
    const clock = manualClock();
    const state = { online: true, interfaces: { eth0: [address('192.168.1.2')], lo: [address('127.0.0.1', true)] } };
    const heard: boolean[] = [];
    const stop = watchNetwork({
      isOnline: () => state.online,
      interfaces: () => state.interfaces,
      clock,
      onChange: ({ online }) => heard.push(online),
    });
    return { clock, state, heard, stop };
  }

  it('tells off, on and another network within a second', () => {
    const { clock, state, heard } = createWatch();
    clock.advance(10_000);
    expect(heard).toEqual([]);
    state.online = false;
    clock.advance(1000);
    state.online = true;
    clock.advance(1000);
    state.interfaces = { eth0: [address('10.0.0.7')], lo: [] };
    clock.advance(1000);
    expect(heard).toEqual([false, true, true]);
  });

  it('takes no notice of loopback, link-local addresses and their order', () => {
    const { clock, state, heard } = createWatch();
    state.interfaces = {
      lo: [],
      eth0: [address('fe80::1'), address('192.168.1.2'), address('169.254.3.4')],
    };
    clock.advance(1000);
    expect(heard).toEqual([]);
  });

  it('stops', () => {
    const { clock, stop } = createWatch();
    stop();
    expect(clock.pending).toBe(0);
  });
});
