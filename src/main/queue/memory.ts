/**
 * Remembers the newest ids and forgets the oldest, in two generations: when the younger is full it becomes the older one and the
 * older is dropped. Immutable, and a copy never holds more than one generation, so remembering costs the same for ever.
 */
export interface Memory<Value> {
  readonly young: ReadonlyMap<string, Value>;
  readonly old: ReadonlyMap<string, Value>;
}

/** Between one and two of these are kept. A late event comes seconds late; a busy team ends a few calls a second. */
const generation = 64;

export const emptyMemory = <Value>(): Memory<Value> => ({ young: new Map(), old: new Map() });

export function remember<Value>({ young, old }: Memory<Value>, id: string, value: Value): Memory<Value> {
  if (young.size >= generation && !young.has(id)) return { young: new Map([[id, value]]), old: young };
  return { young: new Map(young).set(id, value), old };
}

export const recall = <Value>({ young, old }: Memory<Value>, id: string): Value | undefined =>
  young.get(id) ?? old.get(id);
