/**
 * What must be added to `performance.timeOrigin + performance.now()` of this process to get the wall clock, in milliseconds. Every
 * process has its own small error there, which matters where an instant in one is compared with an instant in another.
 *
 * Runs in pages too (as text), so it names nothing outside itself. A tick of `Date.now()` that is seen late makes the figure too
 * small, so the largest of a few is the best.
 */
export function clockOffset(): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let tick = 0; tick < 8; tick += 1) {
    const before = Date.now();
    let now = before;
    while (now === before) now = Date.now();
    best = Math.max(best, now - (performance.timeOrigin + performance.now()));
  }
  return best;
}

let ownOffset: number | null = null;

/** Wall clock with fractions of a millisecond. */
export function wallNow(): number {
  ownOffset ??= clockOffset();
  return performance.timeOrigin + performance.now() + ownOffset;
}
