/**
 * `next`, with every part that equals the same part of `previous` replaced by it, so that a component which selects a
 * part sees no change where nothing changed. Plain data only. Lists of things with an `id` are matched by it.
 */
export function share<Value>(previous: Value, next: Value): Value {
  return shareUnknown(previous, next) as Value;
}

function shareUnknown(previous: unknown, next: unknown): unknown {
  if (Object.is(previous, next)) return previous;
  if (Array.isArray(previous) && Array.isArray(next)) return shareList(previous, next);
  if (isRecord(previous) && isRecord(next)) return shareRecord(previous, next);
  return next;
}

function shareList(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const known = new Map(previous.map((entry, index) => [idOf(entry) ?? index, entry]));
  const shared = next.map((entry, index) => shareUnknown(known.get(idOf(entry) ?? index), entry));
  const same = shared.length === previous.length && shared.every((entry, index) => Object.is(entry, previous[index]));
  return same ? previous : shared;
}

function shareRecord(previous: Readonly<Record<string, unknown>>, next: Readonly<Record<string, unknown>>): unknown {
  const keys = Object.keys(next);
  const shared: Record<string, unknown> = {};
  let same = keys.length === Object.keys(previous).length;
  for (const key of keys) {
    const value = shareUnknown(previous[key], next[key]);
    shared[key] = value;
    if (!Object.is(value, previous[key]) || !Object.hasOwn(previous, key)) same = false;
  }
  return same ? previous : shared;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function idOf(entry: unknown): string | null {
  return isRecord(entry) && typeof entry.id === 'string' ? entry.id : null;
}
