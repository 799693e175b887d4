/**
 * The order in which a list goes on being shown while somebody works in it: rows keep their places and get their new
 * contents, rows that are gone leave, rows below all others (a further page) are added. Rows that would come in above
 * wait until the list is let go.
 */
export function holdOrder<Row>(
  shown: readonly Row[],
  latest: readonly Row[],
  keyOf: (row: Row) => string,
): readonly Row[] {
  const position = new Map(latest.map((row, index) => [keyOf(row), index]));
  const kept: Row[] = [];
  const known = new Set<string>();
  let lowest = -1;
  for (const row of shown) {
    const key = keyOf(row);
    const index = position.get(key);
    const current = index === undefined ? undefined : latest[index];
    if (index === undefined || current === undefined) continue;
    kept.push(current);
    known.add(key);
    lowest = Math.max(lowest, index);
  }
  const below = latest.slice(lowest + 1).filter((row) => !known.has(keyOf(row)));
  return [...kept, ...below];
}
