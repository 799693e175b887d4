import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carriesMinutes, chargedSeconds, priceOfCall } from '#shared/domain/rules/price.ts';
import { importRateCard, type RateCard, rateOf } from '#shared/domain/rules/rate-card.ts';
import { channel, granted, mayCall, meta, monday, profiles, seeds } from './support.ts';

const rate = { perMinute: '0.0103', currency: 'USD' };

describe('the price of a call', () => {
  it.each([
    [seeds, 0, 0, '0'],
    [seeds, 1, 60, '0.0103'],
    [seeds, 60_000, 60, '0.0103'],
    [seeds, 60_001, 120, '0.0206'],
    [meta, 0, 0, '0'],
    [meta, 1, 6, '0.00103'],
    // The provider's own example: 56 seconds are 10 pulses.
    [meta, 56_000, 60, '0.0103'],
    [meta, 54_000, 54, '0.00927'],
    [meta, 54_001, 60, '0.0103'],
    [meta, 3_600_000, 3600, '0.618'],
  ])('$id: %i ms charge %i s, %s', (profile, talkMs, seconds, amount) => {
    expect(chargedSeconds(talkMs, profile)).toBe(seconds);
    expect(priceOfCall(talkMs, rate, profile)).toEqual({ amount, currency: 'USD', chargedSeconds: seconds });
  });

  it('rounds what is left of a millionth up, and refuses what is no rate', () => {
    expect(priceOfCall(6000, { perMinute: '0.010301', currency: 'USD' }, meta)?.amount).toBe('0.001031');
    expect(priceOfCall(6000, { perMinute: '-1', currency: 'USD' }, meta)).toBeNull();
    expect(priceOfCall(6000, { perMinute: '1,5', currency: 'USD' }, meta)).toBeNull();
    expect(priceOfCall(Number.NaN, rate, meta)).toBeNull();
  });

  it('a longer call never costs less', () => {
    fc.assert(
      fc.property(fc.constantFrom(...profiles), fc.nat(10_000_000), fc.nat(100_000), (profile, talkMs, more) => {
        const price = (ms: number) => Number(priceOfCall(ms, rate, profile)?.amount);
        expect(price(talkMs + more)).toBeGreaterThanOrEqual(price(talkMs));
      }),
    );
  });
});

describe('whether the balance carries five minutes', () => {
  it.each([
    ['0.0515', true],
    ['0.051499', false],
    ['-1', false],
  ])('%s at 0.0103 a minute → %s', (balance, carries) => {
    for (const profile of profiles)
      expect(carriesMinutes({ balance, currency: 'USD' }, rate, 5, profile)).toBe(carries);
  });

  it('cannot be told in another currency', () => {
    expect(carriesMinutes({ balance: '10', currency: 'EUR' }, rate, 5, meta)).toBeNull();
  });

  it('is warned of before the call', () => {
    const facts = { channel: { ...channel, balance: '10.00' } };
    const dear = { perMinute: '2.01', currency: 'USD' };
    expect(mayCall([granted(monday)], seeds, monday, { ...facts, rate: dear })).toMatchObject({
      allowed: true,
      warnings: [{ warning: 'balance-short', params: { minutes: 5, balance: '10.00', currency: 'USD' } }],
    });
    expect(mayCall([granted(monday)], seeds, monday, { ...facts, rate })).toMatchObject({ warnings: [] });
    expect(mayCall([granted(monday)], seeds, monday)).toMatchObject({ warnings: [{ warning: 'rate-unknown' }] });
  });
});

const card = (text: string): RateCard => {
  const imported = importRateCard(text);
  if (!imported.ok) throw new Error(imported.flaws.map(({ message }) => message).join('\n'));
  return imported.card;
};
const flaws = (text: string): string[] => {
  const imported = importRateCard(text);
  return imported.ok ? [] : imported.flaws.map(({ line, flaw }) => `${line} ${flaw}`);
};
const line = (place: string, perMinute: string, currency = 'USD', fromMinutes = 0) => ({
  place,
  perMinute,
  currency,
  fromMinutes,
});

describe('importing a rate card', () => {
  it.each([
    ['plain', 'IT,0.03,USD\n44,0.0200,USD', [line('IT', '0.03'), line('44', '0.02')]],
    ['header, BOM, CRLF', '\uFEFFCountry,Price per minute,Currency\r\nit,0.03,usd\r\n', [line('IT', '0.03')]],
    [
      'semicolons and decimal commas',
      'Paese;Prezzo;Valuta\nIT;0,03;EUR\n+39;0.02;EUR',
      [line('IT', '0.03', 'EUR'), line('39', '0.02', 'EUR')],
    ],
    ['quotes', '"IT" , "0.03","USD"', [line('IT', '0.03')]],
    ['comments and empty lines', '# prices\n\n  # of October\nIT,0.03,USD\n ,,\n', [line('IT', '0.03')]],
    ['volume', 'IT,0.03,USD\nIT,0.02,USD,50000', [line('IT', '0.03'), line('IT', '0.02', 'USD', 50_000)]],
    ['empty last columns', 'IT,0.03,USD,,,', [line('IT', '0.03')]],
    ['free', 'IT,0,USD', [line('IT', '0')]],
    [
      'codes in every spelling',
      '001 268,1,USD\n+44,1,USD\n7,1,USD',
      [line('1268', '1'), line('44', '1'), line('7', '1')],
    ],
    ['no line end', 'IT,0.03,USD', [line('IT', '0.03')]],
  ])('%s', (_what, text, expected) => {
    expect(card(text)).toEqual(expected);
  });

  it('names every fault by its line, not only the first', () => {
    const text = [
      'country,price,currency',
      'IT,0.03,USD',
      'XX,0.03,USD',
      'FR,cheap,US',
      '# a comment',
      'DE,-1,USD',
      'IT,0.04,USD',
      'ES,0.03',
      'PT,0.03,USD,0,more',
      'GR,0,03,USD',
      '999,0.03,USD',
      'PL,"0.03"x,USD',
      'AT,"0.03,USD',
    ].join('\n');
    expect(flaws(text)).toEqual([
      '3 country-unknown',
      '4 price-invalid',
      '4 currency-invalid',
      '6 price-negative',
      '7 duplicate',
      '8 too-few-columns',
      '9 too-many-columns',
      '10 currency-invalid',
      '10 minutes-invalid',
      '11 country-unknown',
      '12 text-after-quote',
      '13 quote-not-closed',
    ]);
    expect(importRateCard(text)).toMatchObject({
      flaws: expect.arrayContaining([
        expect.objectContaining({ message: 'line 7: repeats "IT" of line 2' }),
        expect.objectContaining({ message: 'line 3: "XX" is no country code such as IT or 39' }),
      ]),
    });
  });

  it('a quoted line break is one record, and the lines behind it keep their numbers', () => {
    expect(flaws('"I\nT",0.03,USD\nXX,0.03,USD')).toEqual(['1 country-unknown', '3 country-unknown']);
  });

  it.each([
    ['', '1 empty'],
    ['country,price,currency\n', '1 empty'],
    ['+39,1,USD\n0039,1,USD', '2 duplicate'],
    ['IT,0.02,USD,50000', '1 no-first-rate'],
    ['IT,0.1234567,USD', '1 price-invalid'],
    ['IT,1e3,USD', '1 price-invalid'],
    ['IT,$1,USD', '1 price-invalid'],
    // A first line with a price is no header, whatever its country.
    ['Italy,0.03,USD', '1 country-unknown'],
  ])('%j: %s', (text, expected) => {
    expect(flaws(text)).toEqual([expected]);
  });

  it('never throws, and each fault names a line of the text', () => {
    const pieces = fc.constantFrom(
      'IT',
      '39',
      ',',
      ';',
      '"',
      '\n',
      '\r\n',
      '0.03',
      '1,5',
      'USD',
      '#',
      ' ',
      '\uFEFF',
      '50000',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
        (text) => {
          const imported = importRateCard(text);
          if (imported.ok) {
            expect(imported.card).not.toEqual([]);
            return;
          }
          const count = text.split(/\r\n?|\n/).length;
          for (const flaw of imported.flaws) {
            expect(flaw.line).toBeGreaterThanOrEqual(1);
            expect(flaw.line).toBeLessThanOrEqual(count);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the rate for a number', () => {
  const rates = card('39,0.05,USD\nIT,0.03,USD\nIT,0.02,USD,50000\n1,0.10,USD\n1268,0.20,USD\nCA,0.01,USD');
  const perMinute = (number: string, profile = meta, volume?: { secondsBefore: number; talkMs: number }) =>
    rateOf(rates, number, profile, volume)?.perMinute ?? null;

  it.each([
    ['+390612345678', '0.03'],
    ['+12025550123', '0.1'],
    ['+14165550123', '0.01'],
    ['+12684601234', '0.2'],
    ['+493012345678', null],
    ['+99912345678', null],
  ])('%s → %s', (number, expected) => {
    expect(perMinute(number)).toBe(expected);
  });

  it('falls with the volume of the month under meta: the whole call that crosses the bound takes the lower rate', () => {
    const at = (minutesBefore: number, talkMs: number, profile = meta) =>
      perMinute('+390612345678', profile, { secondsBefore: minutesBefore * 60, talkMs });
    expect(at(49_999, 60_000)).toBe('0.03');
    expect(at(49_999, 60_001)).toBe('0.02');
    expect(at(50_000, 1)).toBe('0.02');
    expect(at(60_000, 60_000, seeds)).toBe('0.03');
  });
});
