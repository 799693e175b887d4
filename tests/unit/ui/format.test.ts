import { describe, expect, it } from 'vitest';
import { exactBalance, roundedBalance } from '../../../src/renderer/ui/format/balance.ts';
import { createDateFormats } from '../../../src/renderer/ui/format/dates.ts';
import { formatDuration, isoDuration } from '../../../src/renderer/ui/format/durations.ts';
import { excerpt, highlight } from '../../../src/renderer/ui/format/highlight.ts';
import { findLinks } from '../../../src/renderer/ui/format/links.ts';
import { initialsOf, tintOf } from '../../../src/renderer/ui/format/names.ts';
import { qualityLevel } from '../../../src/renderer/ui/format/quality.ts';
import { formatBytes } from '../../../src/renderer/ui/format/sizes.ts';

describe('the balance', () => {
  it.each([
    ['9.98', '$10', '$9.98'],
    ['9.995', '$10', '$9.995'],
    ['10.00', '$10', '$10.00'],
    ['10.01', '$10', '$10.01'],
    ['9.49', '$9', '$9.49'],
    ['0', '$0', '$0.00'],
  ])('%s is shown as %s and told as %s', (exact, rounded, told) => {
    expect(roundedBalance(exact, 'USD', 'en')).toBe(rounded);
    expect(exactBalance(exact, 'USD', 'en')).toBe(told);
  });

  it('that is unknown or unreadable is none', () => {
    expect(roundedBalance(null, 'USD', 'en')).toBeNull();
    expect(exactBalance('ten', 'USD', 'en')).toBeNull();
  });

  it('follows the language', () => {
    expect(roundedBalance('1234.5', 'EUR', 'de')).toBe('1.235\u00a0€');
  });
});

describe('durations', () => {
  it.each([
    [0, '00:00', 'PT0M0S'],
    [7_999, '00:07', 'PT0M7S'],
    [134_000, '02:14', 'PT2M14S'],
    [3_723_000, '1:02:03', 'PT62M3S'],
    [-5_000, '00:00', 'PT0M0S'],
  ])('%i ms', (milliseconds, text, iso) => {
    expect(formatDuration(milliseconds)).toBe(text);
    expect(isoDuration(milliseconds)).toBe(iso);
  });
});

describe('dates', () => {
  const at = (text: string): number => Date.parse(text);
  const now = at('2026-11-18T15:30:00Z');
  const english = createDateFormats('en-GB', 'UTC');
  const german = createDateFormats('de', 'UTC');
  const italian = createDateFormats('it', 'UTC');

  it('are the shorter the nearer they are', () => {
    expect(english.brief(at('2026-11-18T09:05:00Z'), now)).toBe('09:05');
    expect(english.brief(at('2026-11-17T23:59:00Z'), now)).toBe('Yesterday');
    expect(english.brief(at('2026-11-14T12:00:00Z'), now)).toBe('Sat');
    expect(english.brief(at('2026-03-02T12:00:00Z'), now)).toBe('2 Mar');
    expect(english.brief(at('2024-03-02T12:00:00Z'), now)).toBe('02/03/2024');
  });

  it('separate days by name', () => {
    expect(german.day(now, now)).toBe('Heute');
    expect(italian.day(at('2026-11-17T00:01:00Z'), now)).toBe('Ieri');
    expect(italian.day(at('2026-11-09T12:00:00Z'), now)).toBe('Lunedì 9 novembre');
    expect(english.dayAndTime(at('2026-11-17T08:00:00Z'), now)).toBe('Yesterday, 08:00');
  });

  it('say when something ends', () => {
    expect(english.until(at('2026-11-18T21:04:00Z'), now)).toBe('21:04');
    expect(german.until(at('2026-11-19T14:05:00Z'), now)).toBe('morgen, 14:05');
  });

  it('count calendar days, also over a change of the clocks', () => {
    const rome = createDateFormats('en-GB', 'Europe/Rome');
    // The night of 25 October 2026 has 25 hours in Rome.
    expect(rome.day(at('2026-10-24T23:30:00Z'), at('2026-10-25T23:30:00Z'))).toBe('Yesterday');
    expect(rome.brief(at('2026-10-25T00:30:00Z'), at('2026-10-25T22:30:00Z'))).toBe('02:30');
  });
});

describe('names', () => {
  it.each([
    ['Anna Bianchi', 'AB'],
    ['  jürgen   von der Lippe ', 'JL'],
    ['Óscar', 'Ó'],
    ['+39 06 555', ''],
    ['山田 太郎', '山太'],
    ['👩‍🔧 Workshop', 'W'],
    ['', ''],
  ])('%j has the initials %j', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  it('always have the same tint, and all tints are used', () => {
    const tints = new Set(Array.from({ length: 200 }, (_, index) => tintOf(`contact ${index}`)));
    expect([...tints].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(tintOf('anna')).toBe(tintOf('anna'));
  });
});

describe('highlighting', () => {
  const marked = (text: string, typed: string) =>
    highlight(text, typed)
      .map(({ text: part, match }) => (match ? `[${part}]` : part))
      .join('');

  it.each([
    ['Anna Bianchi', 'bian', 'Anna [Bian]chi'],
    ['Jürgen Müller', 'mull jur', '[Jür]gen [Müll]er'],
    ['Banana', 'an', 'Banana'],
    ['+39 333 100', '100', '+39 333 [100]'],
    ['+393331234567', '1234', '+39333[1234]567'],
    ['Straße', 'stra', '[Stra]ße'],
    ['a.b*c', '.*', 'a.b*c'],
    ['İstanbul', 'ist', '[İst]anbul'],
    ['', 'x', ''],
  ])('%j for %j', (text, typed, expected) => {
    expect(marked(text, typed)).toBe(expected);
  });

  it('brings a match late in a long text to the front', () => {
    const text = 'The part arrived but the box was damaged on one side and the\ninvoice is missing';
    expect(excerpt(text, 'invoice')).toBe('…on one side and the invoice is missing');
    expect(excerpt('Invoice 7', 'invoice')).toBe('Invoice 7');
    expect(excerpt('nothing here', 'invoice')).toBe('nothing here');
  });
});

describe('links in messages', () => {
  const links = (text: string) => findLinks(text).flatMap(({ href }) => (href === null ? [] : [href]));

  it.each([
    ['See https://officina.example/help.', ['https://officina.example/help']],
    ['(http://a.example/x?y=1&z=2), then https://b.example!', ['http://a.example/x?y=1&z=2', 'https://b.example']],
    ['javascript:alert(1) file:///etc/passwd www.example.com', []],
    ['https://', []],
  ])('%j', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  it('leave the text as it is', () => {
    const text = 'a https://x.example, b\nhttps://y.example c';
    expect(
      findLinks(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
    expect(findLinks(text).every((part) => text.startsWith(part.text, part.start))).toBe(true);
  });
});

describe('sizes and quality', () => {
  it.each([
    [0, '0 byte'],
    [812_345, '812 kB'],
    [3_440_000, '3.4 MB'],
    [2_000_000_000, '2 GB'],
  ])('%i bytes are %j', (bytes, text) => {
    expect(formatBytes(bytes, 'en')).toBe(text);
  });

  it('follow ITU-T G.107', () => {
    expect([4.4, 3.6, 3.59, 3.1, 3.09, 1].map(qualityLevel)).toEqual(['good', 'good', 'fair', 'fair', 'poor', 'poor']);
  });
});
