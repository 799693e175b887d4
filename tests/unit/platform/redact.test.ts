import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLogLine } from '../../../src/main/platform/format-log.ts';
import { redactDetails, redactText } from '../../../src/main/platform/redact.ts';

describe('redactText', () => {
  it.each([
    ['call from +393331234567 rings', 'call from […67] rings'],
    ['call from +39 333 123 45 67 rings', 'call from […67] rings'],
    ['+39 (06) 1234-5678', '[…78]'],
    ['0039 06 12345678', '[…78]'],
    ['3331234567', '[…67]'],
    ['(555) 123-4567', '[…67]'],
    ['INVITE sip:+393331234567@pbx.example SIP/2.0', 'INVITE sip:[…67]@pbx.example SIP/2.0'],
    ['From: <sip:anna@pbx.example>;tag=1', 'From: <sip:[…]@pbx.example>;tag=1'],
    ['tel:+390612345678', 'tel:[…78]'],
    ['wa.me/393331234567', 'wa.me/[…67]'],
    ['Authorization: Digest username="anna", response="abc"', 'Authorization: Digest […]'],
    ['a\r\nProxy-Authorization: Digest username="anna"\r\nb', 'a\r\nProxy-Authorization: Digest […]\r\nb'],
    ['WWW-Authenticate was Digest realm="x", nonce="abc"', 'WWW-Authenticate was Digest […]'],
    ['header Bearer eyJhbGciOi.abc.def end', 'header Bearer […] end'],
    ['Basic YW5uYTpnZWhlaW0xMjM=', 'Basic […]'],
    ['wss://g.example/sip?ticket=abcdef0123456789&x=1', 'wss://g.example/sip?ticket=[…]&x=1'],
    ['{"token":"abc","a":1}', '{"token":"[…]","a":1}'],
    ['password = geheim', 'password = […]'],
    ['wss://anna:geheim@pbx.example/', 'wss://[…]@pbx.example/'],
  ])('%j → %j', (line, expected) => {
    expect(redactText(line)).toBe(expected);
  });

  it.each([
    'listening on ws://127.0.0.1:50661',
    'exit code 137 after 1234567 ms',
    '2026-11-22T00:44:00.123Z',
    'call 7f0b7c0e-9f5a-4b6e-8a1d-123456789012 ended',
    'Electron 45.4.1 on Chromium 146.0.7680.80',
    'basic settings changed',
    'the token is missing',
    'recording call-1-2 stored 4096 bytes',
    'Error: x\n    at file:///app/out/main/index.js:1234:56789',
  ])('leaves %j alone', (line) => {
    expect(redactText(line)).toBe(line);
  });

  it('leaves no international number behind', () => {
    const number = fc.tuple(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 13 }),
    );
    fc.assert(
      fc.property(number, fc.constantFrom('', ' ', '-', '.'), ([first, rest], separator) => {
        const digits = [first, ...rest];
        expect(redactText(`from +${digits.join(separator)} now`)).toBe(`from […${digits.slice(-2).join('')}] now`);
      }),
    );
  });

  it('comes to an end over hostile lines, and hides what stands behind them', () => {
    const lines = [
      '+1'.repeat(20_000),
      '('.repeat(20_000),
      'a+'.repeat(20_000),
      '1 '.repeat(20_000),
      'token='.repeat(10_000),
      'sip:'.repeat(10_000),
    ];
    for (const line of lines) expect(redactText(`${line} call +393331234567 now`)).not.toContain('3331234567');
  });
});

describe('redactDetails', () => {
  it('hides private fields at any depth and keeps the rest', () => {
    expect(
      redactDetails({
        callId: 'a1',
        phone: '+393331234567',
        from: 'ringing',
        number: null,
        contact: { displayName: 'Anna', Text: 'see you', messageText: 'x', recording: true },
        'proxy-authorization': 'Digest x',
        list: [{ token: 'abc' }, 'sip:anna@x'],
        data: new Uint8Array(3),
        at: 1_800_000_000_000,
      }),
    ).toEqual({
      callId: 'a1',
      phone: '[…67]',
      from: 'ringing',
      number: null,
      contact: { displayName: '[…]', Text: '[…]', messageText: '[…]', recording: true },
      'proxy-authorization': '[…]',
      list: [{ token: '[…]' }, 'sip:[…]@x'],
      data: '[3 bytes]',
      at: 1_800_000_000_000,
    });
  });

  it('survives whatever it is given', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    expect(() => redactDetails(cyclic)).not.toThrow();
    fc.assert(
      fc.property(fc.object({ withBigInt: true, withDate: true, withMap: true }), (details) => {
        expect(typeof formatLogLine('x', details)).toBe('string');
      }),
    );
  });
});

describe('formatLogLine', () => {
  it('is one line', () => {
    expect(formatLogLine('a\nb', { error: 'c\r\n+393331234567' })).toBe('a ⏎ b {"error":"c\\r\\n[…67]"}');
    expect(formatLogLine('a')).toBe('a');
    expect(formatLogLine('a', {})).toBe('a');
    expect(formatLogLine('x'.repeat(20_000)).length).toBe(8000);
  });
});
