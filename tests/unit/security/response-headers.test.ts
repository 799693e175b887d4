import { describe, expect, it } from 'vitest';
import {
  contentSecurityPolicy,
  responseHeaders,
  webSocketOrigin,
} from '../../../src/main/security/response-headers.ts';

describe('contentSecurityPolicy', () => {
  it('lets the ui load only its own files and connect nowhere', () => {
    expect(contentSecurityPolicy('ui', ['wss://pbx.example'])).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "font-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'none'",
    );
  });

  it('lets the phone connect to its own files and exactly the given servers', () => {
    const policy = contentSecurityPolicy('phone', ['wss://pbx.example:8443']);
    expect(policy).toContain("connect-src 'self' wss://pbx.example:8443");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('*');
    expect(policy).not.toContain('unsafe');
    expect(contentSecurityPolicy('phone', []).endsWith("connect-src 'self'")).toBe(true);
  });

  it('comes with the other headers', () => {
    expect(responseHeaders('ui', [])).toMatchObject({
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Referrer-Policy': 'no-referrer',
    });
  });

  it('names no policy for openers, for which a second process would be started', () => {
    expect(responseHeaders('ui', [])).not.toHaveProperty('Cross-Origin-Opener-Policy');
    expect(responseHeaders('phone', [])).not.toHaveProperty('Cross-Origin-Opener-Policy');
  });
});

describe('webSocketOrigin', () => {
  it.each([
    ['wss://pbx.example:8443/ws?ticket=1', 'wss://pbx.example:8443'],
    ['ws://127.0.0.1:5066', 'ws://127.0.0.1:5066'],
    ['wss://pbx.example:443/', 'wss://pbx.example'],
    ['wss://anna:secret@pbx.example/', 'wss://pbx.example'],
    ['https://pbx.example/', null],
    ['wss://', null],
    ["wss://a'; script-src *", null],
    ['wss://*/', null],
    ['wss://*.example/', null],
    ['wss://a;script-src/', null],
    ['wss://a,wss:/', null],
    ['ws://[::1]:5066/x', 'ws://[::1]:5066'],
    ['', null],
  ])('%s → %s', (address, origin) => {
    expect(webSocketOrigin(address)).toBe(origin);
  });
});
