import { describe, expect, it } from 'vitest';
import { formatNameAddress, parseNameAddress } from '../../../src/gateway/sip/name-address.ts';
import { decodeUser, encodeText, parseSipUri } from '../../../src/gateway/sip/uri.ts';
import { branchOf, parseVia } from '../../../src/gateway/sip/via.ts';

describe('SIP URIs', () => {
  it.each([
    ['sip:anna@cornetta.invalid', 'anna', 'cornetta.invalid', null],
    ['SIPS:Anna@Example.COM:5061;transport=ws', 'Anna', 'example.com', 5061],
    ['sip:+393331234567;phone-context=x@h', '+393331234567;phone-context=x', 'h', null],
    ['sip:a:b@h', 'a:b', 'h', null],
    ['sip:tel%3A%2B39@h?subject=x%20y', 'tel%3A%2B39', 'h', null],
    ['sip:[2001:db8::1]:5060', null, '[2001:db8::1]', 5060],
    ['sip:h;lr;maddr=239.255.255.1', null, 'h', null],
    ["sip:j%40s0n'(~)*@h", "j%40s0n'(~)*", 'h', null],
  ])('%s', (text, user, host, port) => {
    const uri = parseSipUri(text);
    expect(uri).toMatchObject({ user, host, port });
  });

  it.each([
    'tel:+39',
    'sip:',
    'sip:@h',
    'sip:a@',
    'sip:a@b@c',
    'sip:a b@h',
    'sip:a@h:0',
    'sip:a@h:65536',
    'sip:a@h:x',
    'sip:a@-h',
    'sip:a@h;=x',
    'sip:a@h;x=<y>',
    'sip:a%2@h',
    'sip:a@[::1',
    'sip:a"@h',
    `sip:a@${'h'.repeat(300)}`,
  ])('refuses %s', (text) => {
    expect(parseSipUri(text)).toBeNull();
  });

  it('carries any contact id in the user part', () => {
    for (const id of ['anna', 'tel:+393331234567', 'sip:bob@example.com;x=y', 'Ünï/ç?ødé 100%', '👩‍🚒', '@', 'a\nb']) {
      const uri = parseSipUri(`sip:${encodeText(id)}@cornetta.invalid`);
      expect(uri && decodeUser(uri)).toBe(id);
    }
    expect(encodeText('\ud800')).toBe('%EF%BF%BD');
    expect(decodeUser({ scheme: 'sip', user: '%ff', host: 'h', port: null, parameters: [], headers: null })).toBeNull();
  });
});

describe('addresses', () => {
  it.each([
    ['"A. G. Bell" <sip:agb@bell-telephone.com>;tag=a48s', 'A. G. Bell', 'sip:agb@bell-telephone.com'],
    ['Anna Rossi <sip:anna@h>', 'Anna Rossi', 'sip:anna@h'],
    ['<sip:a@h;transport=ws>', null, 'sip:a@h;transport=ws'],
    ['sip:a@h;tag=1', null, 'sip:a@h'],
    ['"<sip:x@y>" <sip:a@h>', '<sip:x@y>', 'sip:a@h'],
    ['<tel:+39;phone-context=x>', null, 'tel:+39;phone-context=x'],
  ])('%s', (text, displayName, uri) => {
    const address = parseNameAddress(text);
    expect(address).toMatchObject({ displayName, uri });
    expect(address && parseNameAddress(formatNameAddress(address))).toEqual(address);
  });

  it('takes parameters without brackets for the header, not for the URI', () => {
    expect(parseNameAddress('sip:a@h;tag=1')?.parameters).toEqual([{ name: 'tag', value: '1' }]);
    expect(parseNameAddress('<sip:a@h;tag=1>')?.parameters).toEqual([]);
  });

  it.each([
    '',
    '<>',
    '<sip:a',
    'Anna',
    '"Anna',
    '"Anna" sip:a@h',
    '<sip:a>x',
    '<sip:a>;',
    '<sip:a>;=b',
    'sip:a,sip:b',
    '<a b>',
  ])('refuses %s', (text) => {
    expect(parseNameAddress(text)).toBeNull();
  });
});

describe('Via', () => {
  it('is read with blanks and parameters', () => {
    const via = parseVia('SIP / 2.0 / wss first.example.com : 4000 ;ttl=16 ;branch=z9hG4bKa7c6a8dlze.1');
    expect(via).toMatchObject({ transport: 'WSS', host: 'first.example.com', port: 4000 });
    expect(via && branchOf(via)).toBe('z9hG4bKa7c6a8dlze.1');
    expect(via?.parameters).toHaveLength(2);
  });
});
