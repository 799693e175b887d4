import { describe, expect, it } from 'vitest';
import { appHostOf, entryUrl } from '../../../src/main/security/app-origin.ts';

describe('appHostOf', () => {
  it.each([
    [entryUrl('ui'), 'ui'],
    ['app://ui', 'ui'],
    ['app://ui/', 'ui'],
    ['APP://ui/index.html', 'ui'],
    ['app://phone/worklet.js?x#y', 'phone'],
  ])('%s belongs to %s', (address, host) => {
    expect(appHostOf(address)).toBe(host);
  });

  it.each([
    '',
    'ui',
    'app:',
    'app:ui',
    'app:///ui',
    'app://',
    'app://other/',
    'app://ui.evil.example/',
    'app://evil.example/app://ui/',
    'app://ui@evil.example/',
    'app://ui:80/',
    'app://user:pass@ui/',
    'app://ui%2f@evil/',
    'app://u%69/',
    'application://ui/',
    'xapp://ui/',
    'https://ui/',
    'file:///app://ui/',
    'javascript:app://ui/',
    'data:text/html,app://ui/',
    'blob:app://ui/1',
    'null',
    'about:blank',
  ])('%s belongs to nobody', (address) => {
    expect(appHostOf(address)).toBeNull();
  });
});
