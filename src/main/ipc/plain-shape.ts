import type { UiRequestName } from '#shared/contracts/ui-requests.ts';

/** More than any request of the ui contract needs (the hours of a channel with its holidays lie deepest); a page that sends more is broken or hostile. */
const limits = { depth: 8, values: 2000, text: 16_384 } as const;

/** Requests that bring a whole file. */
const filesIn: Partial<Readonly<Record<UiRequestName, number>>> = { 'rates.import': 500_000 };

/** The longest text that a request may hold. */
export const longestText = (name: UiRequestName): number => filesIn[name] ?? limits.text;

const poisonous: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Why a value from another process is refused before its schema is asked; null when it is plain data of a sane size. Only null, booleans,
 * finite numbers, strings, arrays and plain objects pass, and no key that could reach a prototype.
 */
export function refusePlainShape(value: unknown, mostText: number = limits.text): string | null {
  let left: number = limits.values;
  const look = (part: unknown, depth: number): string | null => {
    left -= 1;
    if (left < 0) return 'holds too many values';
    if (depth > limits.depth) return 'is nested too deeply';
    switch (typeof part) {
      case 'undefined':
      case 'boolean':
        return null;
      case 'number':
        return Number.isFinite(part) ? null : 'holds a number that is not finite';
      case 'string':
        return part.length > mostText ? 'holds a text that is too long' : null;
      case 'object':
        return part === null ? null : lookInto(part, depth);
      default:
        return `holds a ${typeof part}`;
    }
  };
  const lookInto = (part: object, depth: number): string | null => {
    if (!Array.isArray(part) && !isPlainObject(part)) return 'holds something that is no plain object';
    const keys = Reflect.ownKeys(part);
    // An array's own keys are as many as its items; a sparse one of great length has none to count.
    if (Array.isArray(part) && part.length > left) return 'holds too many values';
    for (const key of keys) {
      if (typeof key === 'symbol' || poisonous.has(key)) return 'holds a forbidden key';
      if (key.length > 200) return 'holds a key that is too long';
      const problem = look(Reflect.get(part, key), depth + 1);
      if (problem !== null) return problem;
    }
    return null;
  };
  return look(value, 0);
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
