import { describe, expect, it } from 'vitest';
import { Authenticator, type Verdict } from '../../../src/gateway/sip/authenticator.ts';
import { digestResponse, parseDigestHeader, sameSecret } from '../../../src/gateway/sip/digest.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { memoryFlow, requestOf } from './support.ts';

const mufasa = { username: 'Mufasa', method: 'GET', uri: '/dir/index.html' } as const;

describe('digest responses', () => {
  it('are those of RFC 2617 §3.5', () => {
    const response = digestResponse({
      ...mufasa,
      algorithm: 'MD5',
      realm: 'testrealm@host.com',
      password: 'Circle Of Life',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      qop: { value: 'auth', nc: '00000001', cnonce: '0a4f113b' },
    });
    expect(response).toBe('6629fae49393a05397450978507c4ef1');
  });

  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ] as const)('are those of RFC 7616 §3.9.1 for %s', (algorithm, expected) => {
    const response = digestResponse({
      ...mufasa,
      algorithm,
      realm: 'http-auth@example.org',
      password: 'Circle of Life',
      nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
      qop: { value: 'auth', nc: '00000001', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' },
    });
    expect(response).toBe(expected);
  });

  it('without qop are those of RFC 2069', () => {
    const response = digestResponse({
      ...mufasa,
      algorithm: 'MD5',
      realm: 'testrealm@host.com',
      password: 'CircleOfLife',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      qop: null,
    });
    expect(response).toBe('1949323746fe6a43ef61f9606e7febea');
  });

  it('are compared whole', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abcd')).toBe(false);
  });
});

describe('Authorization headers', () => {
  it('are read with quotes, commas and signs in their values', () => {
    expect(parseDigestHeader('Digest username="a,\\"b", nonce=ab/c=, qop=auth')).toEqual({
      username: 'a,"b',
      nonce: 'ab/c=',
      qop: 'auth',
    });
  });

  it.each(['', 'Basic abc', 'Digest', 'Digest a', 'Digest a=', 'Digest a="b', 'Digest a=1, a=2', 'Digest =1'])(
    'refuses %s',
    (text) => {
      expect(parseDigestHeader(text)).toBeNull();
    },
  );
});

describe('authentication by digest', () => {
  const setUp = () => {
    const clock = manualGatewayClock();
    const authenticator = new Authenticator(
      'cornetta.invalid',
      [{ agentId: 'anna', username: 'an', password: 'secret' }],
      clock,
    );
    const flow = memoryFlow(null);
    const authorised = (nonce: string, over: Record<string, string> = {}) => {
      const { password = 'secret', ...rest } = over;
      const parts = {
        username: 'an',
        realm: 'cornetta.invalid',
        nonce,
        uri: 'sip:cornetta.invalid',
        nc: '00000001',
        cnonce: 'c',
        algorithm: 'MD5',
        ...rest,
      };
      const response = digestResponse({
        algorithm: parts.algorithm === 'SHA-256' ? 'SHA-256' : 'MD5',
        username: parts.username,
        realm: parts.realm,
        password,
        method: 'REGISTER',
        uri: parts.uri,
        nonce,
        qop: { value: 'auth', nc: parts.nc, cnonce: parts.cnonce },
      });
      const fields = Object.entries({ ...parts, qop: 'auth', response, ...rest }).map(
        ([name, value]) => `${name}="${value}"`,
      );
      return requestOf('REGISTER', { Authorization: `Digest ${fields.join(', ')}` });
    };
    const challenge = (request = requestOf('REGISTER')) => nonceOf(authenticator.check(request, flow));
    return { clock, authenticator, flow, authorised, challenge };
  };
  const nonceOf = (verdict: Verdict) =>
    verdict.kind === 'challenge' ? (/nonce="([^"]+)"/.exec(verdict.headers[0]?.value ?? '')?.[1] ?? '') : '';

  it('offers SHA-256 first, MD5 last, and lets the right password in with either', () => {
    const { authenticator, flow, authorised, challenge } = setUp();
    const verdict = authenticator.check(requestOf('REGISTER'), flow);
    const values =
      verdict.kind === 'challenge' ? verdict.headers.map(({ value }) => /algorithm=([^,]+)/.exec(value)?.[1]) : [];
    expect(values).toEqual(['SHA-256', 'MD5']);
    for (const algorithm of ['MD5', 'SHA-256']) {
      expect(authenticator.check(authorised(challenge(), { algorithm }), flow)).toEqual({
        kind: 'known',
        agentId: 'anna',
      });
    }
  });

  it.each([
    ['a wrong password', { password: 'guess' }],
    ['an unknown user', { username: 'bob' }],
    ['another URI', { uri: 'sip:elsewhere' }],
    ['another algorithm', { algorithm: 'MD5-sess' }],
    ['no counter', { nc: '0' }],
    ['an empty cnonce', { cnonce: '' }],
    ['another qop', { qop: 'auth-int' }],
  ])('challenges again after %s', (_, over) => {
    const { authenticator, flow, authorised, challenge } = setUp();
    const verdict = authenticator.check(authorised(challenge(), over), flow);
    expect(verdict.kind).toBe('challenge');
    expect(verdict.kind === 'challenge' && verdict.headers[0]?.value).not.toContain('stale');
  });

  it('calls a nonce stale that is too old, unknown or of another flow', () => {
    const { clock, authenticator, flow, authorised, challenge } = setUp();
    const nonce = challenge();
    const elsewhere = authenticator.check(authorised(nonce), memoryFlow(null));
    clock.advance(300_001);
    for (const verdict of [
      authenticator.check(authorised(nonce), flow),
      authenticator.check(authorised('made up'), flow),
      elsewhere,
    ]) {
      expect(verdict.kind === 'challenge' && verdict.headers[0]?.value).toContain('stale=true');
    }
  });

  it('takes each counter once', () => {
    const { authenticator, flow, authorised, challenge } = setUp();
    const nonce = challenge();
    expect(authenticator.check(authorised(nonce, { nc: '00000002' }), flow).kind).toBe('known');
    expect(authenticator.check(authorised(nonce, { nc: '00000002' }), flow).kind).toBe('challenge');
    expect(authenticator.check(authorised(nonce, { nc: '00000001' }), flow).kind).toBe('challenge');
    expect(authenticator.check(authorised(nonce, { nc: '00000003' }), flow).kind).toBe('known');
  });

  it('refuses a flow after five wrong answers', () => {
    const { authenticator, flow, authorised, challenge } = setUp();
    for (let attempt = 0; attempt < 4; attempt += 1) {
      expect(authenticator.check(authorised(challenge(), { password: 'guess' }), flow).kind).toBe('challenge');
    }
    const nonce = challenge();
    expect(authenticator.check(authorised(nonce, { password: 'guess' }), flow).kind).toBe('refused');
    expect(authenticator.check(authorised(nonce), flow).kind).toBe('refused');
  });
});
