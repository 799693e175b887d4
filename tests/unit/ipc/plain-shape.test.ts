import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusePlainShape } from '../../../src/main/ipc/plain-shape.ts';

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
const withOwn = (key: string | symbol) => Object.defineProperty({}, key, { value: 1, enumerable: true });
const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

describe('refusePlainShape', () => {
  it.each([[null], [undefined], [true], [0], ['text'], [[1, 'a']], [{ a: { b: [null] } }], [Object.create(null)]])(
    'lets %j pass',
    (value) => {
      expect(refusePlainShape(value)).toBeNull();
    },
  );

  it.each([
    ['own __proto__', JSON.parse('{"__proto__": {"admin": true}}')],
    ['deep __proto__', JSON.parse('{"a": {"b": {"__proto__": 1}}}')],
    ['constructor', JSON.parse('{"constructor": {"prototype": {}}}')],
    ['prototype', { prototype: 1 }],
    ['own __proto__ in an array', [JSON.parse('{"__proto__": 1}')]],
    ['hidden __proto__', Object.defineProperty({}, '__proto__', { value: 1, enumerable: false })],
    ['symbol', withOwn(Symbol('x'))],
    ['function', () => 1],
    ['bigint', { a: 1n }],
    ['NaN', { a: Number.NaN }],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['Date', new Date(0)],
    ['Map', new Map()],
    ['RegExp', /a/],
    ['typed array', new Uint8Array(3)],
    ['class instance', new (class Attack {})()],
    ['inherited object', Object.create({ admin: true })],
    ['long text', 'a'.repeat(20_000)],
    ['long key', { ['k'.repeat(300)]: 1 }],
    ['depth', nested(20)],
    ['cycle', cyclic],
    ['many values', Array.from({ length: 5000 }, () => 0)],
    ['sparse array', new Array(1e9)],
    ['many keys', Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, 1]))],
  ])('refuses %s', (_name, value) => {
    expect(refusePlainShape(value)).toMatch(/^(holds|is) /);
  });

  it('never throws and never takes long', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
        (value) => {
          const answer = refusePlainShape(value);
          expect(answer === null || typeof answer === 'string').toBe(true);
        },
      ),
    );
  });
});
