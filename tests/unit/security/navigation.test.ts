import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import {
  decideExternalLink,
  decideNewWindow,
  guardNavigation,
  mayNavigate,
} from '../../../src/main/security/navigation.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const ui = 'app://ui/index.html';

describe('mayNavigate', () => {
  it.each([
    [ui, ui],
    [ui, `${ui}#calls`],
    ['', ui],
    ['about:blank', 'app://phone/index.html'],
  ])('from %j to %s', (from, to) => {
    expect(mayNavigate(from, to)).toBe(true);
  });

  it.each([
    [ui, 'app://phone/index.html'],
    [ui, 'app://ui/recordings/a.webm'],
    [ui, 'app://ui/'],
    [ui, `${ui}?next=evil`],
    [ui, 'app://ui/other.html'],
    [ui, 'https://example.com/'],
    [ui, 'http://localhost/'],
    [ui, 'file:///etc/passwd'],
    [ui, 'javascript:alert(1)'],
    [ui, 'data:text/html,<script>alert(1)</script>'],
    [ui, 'blob:app://ui/1'],
    [ui, 'about:blank'],
    [ui, 'chrome://gpu'],
    [ui, 'devtools://devtools/bundled/inspector.html'],
    [ui, 'view-source:app://ui/index.html'],
    [ui, 'ms-msdt:/id'],
    [ui, ''],
    [ui, 'index.html'],
    ['https://example.com/', ui],
    ['data:text/html,x', ui],
  ])('never from %j to %j', (from, to) => {
    expect(mayNavigate(from, to)).toBe(false);
  });
});

describe('decideExternalLink', () => {
  it.each([
    ['https://example.com/a?b#c', 'https://example.com/a?b#c'],
    ['http://example.com', 'http://example.com/'],
    ['HTTPS://EXAMPLE.COM/', 'https://example.com/'],
    ['mailto:anna@example.com?subject=Hi', 'mailto:anna@example.com?subject=Hi'],
  ])('%s opens as %s', (address, url) => {
    expect(decideExternalLink(address)).toEqual({ open: true, url });
  });

  it.each([
    'file:///etc/passwd',
    'file://server/share/run.exe',
    'FILE:///C:/Windows/System32/calc.exe',
    '\\\\server\\share\\run.exe',
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>',
    'vbscript:msgbox(1)',
    'blob:https://example.com/1',
    'about:blank',
    'chrome://settings',
    'devtools://devtools',
    'view-source:https://example.com',
    'app://ui/index.html',
    'smb://server/share',
    'ms-msdt:/id PCWDiagnostic',
    'search-ms:query=x',
    'shell:startup',
    'tel:+390612345678',
    'sip:anna@example.com',
    'ftp://example.com/',
    'intent://x#Intent;end',
    'https://',
    'https:// evil',
    'https://paypal.example@evil.example/',
    'https://user:pass@example.com/',
    'mailto:a@example.com?attach=/etc/passwd',
    'mailto:a@example.com?subject=x&ATTACHMENT=/etc/passwd',
    `https://example.com/${'a'.repeat(3000)}`,
    '',
    'nonsense',
    '//example.com',
  ])('%j stays shut', (address) => {
    expect(decideExternalLink(address).open).toBe(false);
  });

  it('opens links for the ui window only', () => {
    expect(decideNewWindow(ui, 'https://example.com/').open).toBe(true);
    expect(decideNewWindow('app://phone/index.html', 'https://example.com/').open).toBe(false);
    expect(decideNewWindow('', 'https://example.com/').open).toBe(false);
  });
});

describe('guardNavigation', () => {
  function createGuardedContents(url: string) {
    let openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
    const contents = Object.assign(new EventEmitter(), {
      getURL: () => url,
      setWindowOpenHandler: (handler: typeof openHandler) => {
        openHandler = handler;
      },
    });
    const app = new EventEmitter();
    const opened: string[] = [];
    guardNavigation({
      app: app as unknown as Parameters<typeof guardNavigation>[0]['app'],
      openExternal: async (link) => {
        opened.push(link);
      },
      log: memoryLog(),
    });
    app.emit('web-contents-created', {}, contents);
    const attempt = (name: string, details: object) => {
      let prevented = false;
      contents.emit(name, {
        ...details,
        preventDefault: () => {
          prevented = true;
        },
      });
      return prevented;
    };
    return { attempt, open: (link: string) => openHandler({ url: link }), opened };
  }

  it('prevents navigation, redirects, frames and webviews', () => {
    const { attempt } = createGuardedContents(ui);
    expect(attempt('will-navigate', { url: 'https://evil.example/' })).toBe(true);
    expect(attempt('will-navigate', { url: ui })).toBe(false);
    expect(attempt('will-frame-navigate', { url: ui, isMainFrame: true })).toBe(false);
    expect(attempt('will-frame-navigate', { url: ui, isMainFrame: false })).toBe(true);
    expect(attempt('will-redirect', { url: ui })).toBe(true);
    expect(attempt('will-attach-webview', {})).toBe(true);
  });

  it('denies every new window and opens only allowed links outside', () => {
    const { open, opened } = createGuardedContents(ui);
    for (const link of ['https://example.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'data:text/html,x', ui])
      expect(open(link)).toEqual({ action: 'deny' });
    expect(opened).toEqual(['https://example.com/']);
  });
});
