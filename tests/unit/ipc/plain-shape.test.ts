import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weekdays } from '#shared/contracts/business-hours.ts';
import { uiRequests } from '#shared/contracts/ui-requests.ts';
import { longestText, refusePlainShape } from '../../../src/main/ipc/plain-shape.ts';

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

  it('lets the largest that a request may hold pass', () => {
    const spans = [
      { open: '08:00', close: '12:30' },
      { open: '14:00', close: '19:00' },
    ];
    const holidays = Array.from({ length: 100 }, (_, index) => ({
      date: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
      spans,
    }));
    const week = Object.fromEntries(weekdays.map((name) => [name, spans]));
    const settings = {
      callingOn: true,
      contactsMayCall: true,
      hours: { timeZone: 'Europe/Rome', week, holidays },
      ringing: { mode: 'everyone', assigneeMs: 15_000 },
    };
    const { 'channel.set': schema } = uiRequests;
    expect(schema.safeParse({ settings })).toMatchObject({ success: true });
    expect(refusePlainShape({ settings })).toBeNull();
    expect(refusePlainShape({ csv: 'x'.repeat(500_000) }, longestText('rates.import'))).toBeNull();
    expect(refusePlainShape({ csv: 'x'.repeat(500_001) }, longestText('rates.import'))).toMatch(/too long/);
    expect(refusePlainShape({ text: 'x'.repeat(20_000) }, longestText('message.send'))).toMatch(/too long/);
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
