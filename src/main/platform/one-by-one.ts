import type { Clock } from './clock.ts';

/**
 * Does things that can wait, one after the other with a pause before each, so that whatever comes meanwhile is served first.
 * @param isWanted asked before each: false, and the rest is left undone
 */
export function oneByOne(
  steps: readonly (() => void)[],
  pauseMs: number,
  isWanted: () => boolean,
  clock: Pick<Clock, 'after'>,
): void {
  const [next, ...rest] = steps;
  if (next === undefined) return;
  clock.after(pauseMs, () => {
    if (!isWanted()) return;
    next();
    oneByOne(rest, pauseMs, isWanted, clock);
  });
}
