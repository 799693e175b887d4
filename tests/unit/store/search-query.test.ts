import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch } from '../../../src/main/store/cache/search-query.ts';

/** Any characters at all, with those that mean something to a query among them more often. */
const anyText = fc
  .array(
    fc.oneof(fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }), fc.constantFrom(34, 39, 40, 42, 45, 58, 94)),
    {
      maxLength: 60,
    },
  )
  .map((points) => String.fromCodePoint(...points));

describe('parseSearch', () => {
  it('takes each word as the beginning of a name, and only the last one of a message as unfinished', () => {
    expect(parseSearch('anna  bia')).toEqual({
      names: '"anna"* AND "bia"*',
      digits: null,
      messages: '"anna" AND "bia"*',
    });
  });

  it.each([
    ['+39 333-123 45', '3933312345'],
    ['(06) 123', '06123'],
    ['0039 333', '39333'],
    ['333', '333'],
    ['33', null],
    ['333 rossi', null],
  ])('finds the number fragment of %s', (text, expected) => {
    expect(parseSearch(text).digits).toBe(expected);
  });

  it('finds nothing to look for in punctuation and emoji', () => {
    expect(parseSearch(' !?… 😀 ')).toEqual({ names: null, digits: null, messages: null });
  });

  it('lets nothing but quoted words through', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { names, digits, messages } = parseSearch(text);
        expect(digits ?? '000').toMatch(/^[0-9]{3,}$/);
        for (const expression of [names, messages])
          expect(expression ?? '""').toMatch(/^"[\p{L}\p{N}\p{M}\p{Co}]*"\*?( AND "[\p{L}\p{N}\p{M}\p{Co}]+"\*?)*$/u);
      }),
    );
  });
});
