export interface Spread {
  readonly count: number;
  readonly min: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Nearest-rank percentile (0…1) of values in any order. With fewer than a hundred values p99 is the largest. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

/** Of an even number the mean of the middle two. */
export const median = (values: readonly number[]): number =>
  (percentile(values, 0.5) -
    percentile(
      values.map((value) => -value),
      0.5,
    )) /
  2;

export function spread(values: readonly number[]): Spread {
  const [min, p50, p99, max] = [0, 0.5, 0.99, 1].map((share) => round(percentile(values, share)));
  return { count: values.length, min: min ?? 0, p50: p50 ?? 0, p99: p99 ?? 0, max: max ?? 0 };
}

export function round(value: number, digits = 2): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
