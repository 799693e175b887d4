import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPhoneNumber, homeCountry, normalisePhoneNumber } from '#shared/domain/phone-number.ts';
import { codeUnit } from '../../fixtures/code-unit.ts';

describe('homeCountry', () => {
  it.each([
    ['+390612345678', 'IT'],
    ['+493012345678', 'DE'],
    ['0612345678', null],
    ['', null],
    [null, null],
  ])('%j → %s', (number, country) => {
    expect(homeCountry(number)).toBe(country);
  });
});

describe('normalisePhoneNumber', () => {
  it.each([
    ['+39 333 123 4567', '+393331234567'],
    ['333 1234567', '+393331234567'],
    ['06 1234 5678', '+390612345678'],
    ['(06) 1234-5678', '+390612345678'],
    ['0039 333 123 4567', '+393331234567'],
    ['+49 (0)30 123456', '+4930123456'],
    ['  +39\u00a0333\u202f123\u20114567 ', '+393331234567'],
    ['\u202a+39 333 1234567\u202c', '+393331234567'],
    ['+３９ ３３３ １２３４５６７', '+393331234567'],
    ['tel:+393331234567', '+393331234567'],
    ['TEL:+39-333-123-4567', '+393331234567'],
    ['tel://+393331234567', '+393331234567'],
    ['tel:%2B39%20333%20123%204567', '+393331234567'],
    ['tel:3331234567', '+393331234567'],
    ['tel:333-1234567;phone-context=+39', '+393331234567'],
    ['callto:+393331234567', '+393331234567'],
    ['tel:+390612345678;ext=12', '+390612345678'],
  ])('%j → %s', (text, expected) => {
    expect(normalisePhoneNumber(text, 'IT')).toBe(expected);
  });

  it.each([
    '',
    '   ',
    '+',
    '12',
    'Anna',
    'call +393331234567 now',
    '+39',
    'tel:',
    '%',
    'tel:%ZZ',
    '+393331234567890123',
  ])('refuses %j', (text) => {
    expect(normalisePhoneNumber(text, 'IT')).toBeNull();
  });

  it('refuses an over-long text', () => {
    expect(normalisePhoneNumber(`+39${'3'.repeat(5000)}`, 'IT')).toBeNull();
  });

  it('needs a country code where there is no workspace number', () => {
    expect(normalisePhoneNumber('333 1234567', null)).toBeNull();
    expect(normalisePhoneNumber('+393331234567', null)).toBe('+393331234567');
    expect(normalisePhoneNumber('00393331234567', null)).toBe('+393331234567');
    expect(normalisePhoneNumber('tel:00393331234567', null)).toBe('+393331234567');
  });

  it('never throws, and what it returns is E.164 and stable', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: codeUnit, maxLength: 60 }), fc.stringMatching(/^(tel:)?[+0-9 ()%;=.-]{0,30}$/)),
        (text) => {
          const number = normalisePhoneNumber(text, 'IT');
          if (number === null) return;
          expect(number).toMatch(/^\+[1-9]\d{1,14}$/);
          expect(normalisePhoneNumber(number, 'IT')).toBe(number);
        },
      ),
    );
  });
});

describe('formatPhoneNumber', () => {
  it.each([
    ['+393331234567', '+39 333 123 4567'],
    ['+390612345678', '+39 06 1234 5678'],
    ['anna', 'anna'],
    ['sip:anna@example.com', 'sip:anna@example.com'],
    ['4711', '4711'],
    ['', ''],
  ])('%j → %s', (number, shown) => {
    expect(formatPhoneNumber(number)).toBe(shown);
  });
});
