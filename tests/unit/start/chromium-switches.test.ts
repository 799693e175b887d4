import { describe, expect, it } from 'vitest';
import { setChromiumSwitches } from '../../../src/main/start/chromium-switches.ts';

function switchesOf(platform: NodeJS.Platform, loopbackCalls: boolean, asked = '', askedFlags = '') {
  const set: string[] = [];
  setChromiumSwitches(
    {
      appendSwitch: (name, value) => set.push(value === undefined ? name : `${name}=${value}`),
      getSwitchValue: (name) => (name === 'enable-features' ? asked : name === 'js-flags' ? askedFlags : ''),
    },
    { platform, loopbackCalls },
  );
  return set;
}

const flags = 'js-flags=--no-lazy';
const own = 'RunVideoCaptureServiceInBrowserProcess,EstablishGpuChannelAsync';

describe('switches of Chromium', () => {
  it.each([
    ['linux', false, '', [`enable-features=${own}`, flags]],
    ['linux', false, 'Mine', [`enable-features=Mine,${own}`, flags]],
    ['linux', true, '', [`enable-features=${own}`, flags, 'allow-loopback-in-peer-connection']],
    ['win32', false, 'Mine', [flags]],
    ['darwin', true, '', [flags, 'allow-loopback-in-peer-connection']],
  ] as const)('on %s (loopback calls: %s) beside "%s"', (platform, loopback, asked, expected) => {
    expect(switchesOf(platform, loopback, asked)).toEqual(expected);
  });

  it('leave what is asked of the engine', () => {
    expect(switchesOf('win32', false, '', '--expose-gc')).toEqual(['js-flags=--expose-gc --no-lazy']);
  });
});
