import { describe, expect, it } from 'vitest';
import { isTrustedSender } from '../../../src/main/ipc/trusted-sender.ts';

const window = { isDestroyed: () => false };
const frame = (url: string, parent: unknown = null) => ({ url, parent });
const disposed = {
  get url(): string {
    throw new Error('Render frame was disposed before WebFrameMain could be accessed');
  },
  parent: null,
};

describe('isTrustedSender', () => {
  it('trusts the main frame of the ui window', () => {
    const event = { sender: window, senderFrame: frame('app://ui/index.html#calls') };
    expect(isTrustedSender(event, window, 'ui')).toBe(true);
  });

  it.each([
    ['another window', { sender: { isDestroyed: () => false }, senderFrame: frame('app://ui/index.html') }, window],
    ['no window', { sender: window, senderFrame: frame('app://ui/index.html') }, null],
    ['a frame inside', { sender: window, senderFrame: frame('app://ui/index.html', {}) }, window],
    ['the phone page', { sender: window, senderFrame: frame('app://phone/index.html') }, window],
    ['a web page', { sender: window, senderFrame: frame('https://evil.example/app://ui/') }, window],
    ['a look-alike', { sender: window, senderFrame: frame('app://ui.evil.example/') }, window],
    ['a file', { sender: window, senderFrame: frame('file:///app/ui/index.html') }, window],
    ['an empty page', { sender: window, senderFrame: frame('about:blank') }, window],
    ['a frame that is gone', { sender: window, senderFrame: null }, window],
    ['a frame that went away meanwhile', { sender: window, senderFrame: disposed }, window],
  ])('does not trust %s', (_who, event, expected) => {
    expect(isTrustedSender(event, expected, 'ui')).toBe(false);
  });

  it('does not trust a destroyed window', () => {
    const dead = { isDestroyed: () => true };
    expect(isTrustedSender({ sender: dead, senderFrame: frame('app://ui/index.html') }, dead, 'ui')).toBe(false);
  });
});
