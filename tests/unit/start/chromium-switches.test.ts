import { describe, expect, it } from 'vitest';
import { setChromiumSwitches } from '../../../src/main/start/chromium-switches.ts';

function switchesOf(platform: NodeJS.Platform, loopbackCalls: boolean, asked = '') {
  const set: string[] = [];
  setChromiumSwitches(
    {
      appendSwitch: (name, value) => set.push(value === undefined ? name : `${name}=${value}`),
      getSwitchValue: (name) => (name === 'enable-features' ? asked : ''),
    },
    { platform, loopbackCalls },
  );
  return set;
}

describe('switches of Chromium', () => {
  it.each([
    ['linux', false, '', ['enable-features=RunVideoCaptureServiceInBrowserProcess']],
    ['linux', false, 'Mine', ['enable-features=Mine,RunVideoCaptureServiceInBrowserProcess']],
    [
      'linux',
      true,
      '',
      ['enable-features=RunVideoCaptureServiceInBrowserProcess', 'allow-loopback-in-peer-connection'],
    ],
    ['win32', false, 'Mine', []],
    ['darwin', true, '', ['allow-loopback-in-peer-connection']],
  ] as const)('on %s (loopback calls: %s) beside "%s"', (platform, loopback, asked, expected) => {
    expect(switchesOf(platform, loopback, asked)).toEqual(expected);
  });
});
