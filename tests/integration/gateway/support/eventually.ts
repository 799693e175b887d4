import { vi } from 'vitest';

/** Waits until the expectation holds: at once on an idle machine, within seconds on one that is busy with other tests. */
export const eventually = <T>(expectation: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(expectation, { timeout: 15_000, interval: 10 });
