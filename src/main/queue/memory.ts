/**
 * Remembers the newest ids and forgets the oldest, generation by generation, the youngest first: when that is full a new one begins and the
 * oldest is dropped. Immutable, and a copy holds one generation only, so remembering costs little, and the same for ever.
 */
export type Memory<Value> = readonly ReadonlyMap<string, Value>[];

const generation = 16;
/** 112 to 128 ids are kept. A late event comes seconds late; a busy team ends a few calls a second. */
const generations = 8;

export const emptyMemory = <Value>(): Memory<Value> => [new Map()];

export function remember<Value>(memory: Memory<Value>, id: string, value: Value): Memory<Value> {
  const [young, ...old] = memory;
  return young === undefined || (young.size >= generation && !young.has(id))
    ? [new Map([[id, value]]), ...memory.slice(0, generations - 1)]
    : [new Map(young).set(id, value), ...old];
}

export function recall<Value>(memory: Memory<Value>, id: string): Value | undefined {
  for (const ids of memory) {
    const value = ids.get(id);
    if (value !== undefined) return value;
  }
  return undefined;
}

export const remembered = <Value>(memory: Memory<Value>): readonly (readonly [string, Value])[] =>
  memory.flatMap((ids) => [...ids]);
