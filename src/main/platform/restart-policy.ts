export interface RestartPolicyOptions {
  /** Waiting time before each restart in a row, in milliseconds; the last one is used from there on. */
  readonly delays: readonly number[];
  /** A page that lived this long counts as healthy again: the row starts anew. */
  readonly healthyAfterMs: number;
  /** So many restarts in a row, then none; Infinity: never give up. */
  readonly limit: number;
}

export interface RestartPolicy {
  /** The page died now. @returns milliseconds until it is to be started again, null: give up */
  next(now: number): number | null;
  /** The page was started now. */
  started(now: number): void;
  /** A person asked for another try. */
  reset(): void;
}

/** Decides how often and how fast something that crashes is started again. Instants may come from any clock that never jumps. */
export function createRestartPolicy(options: RestartPolicyOptions): RestartPolicy {
  let inRow = 0;
  let startedAt = 0;
  return {
    started: (now) => {
      startedAt = now;
    },
    next: (now) => {
      if (now - startedAt >= options.healthyAfterMs) inRow = 0;
      if (inRow >= options.limit) return null;
      const delay = options.delays[Math.min(inRow, options.delays.length - 1)] ?? 0;
      inRow += 1;
      return delay;
    },
    reset: () => {
      inRow = 0;
    },
  };
}
