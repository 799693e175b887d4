import type { Clock } from '../platform/clock.ts';

/** A window that never says so (it died, it shows only a failure) must not keep the calls away. */
const patienceMs = 2_500;

export interface FirstPaint {
  /** The window shows its first view. Repeating it is harmless. */
  readonly painted: () => void;
  /** Resolves then, or when it has taken too long. */
  readonly done: Promise<void>;
}

/** What can wait until the agent sees the inbox: on a small computer everything that starts beside the window makes it later. */
export function createFirstPaint(clock: Pick<Clock, 'after'>): FirstPaint {
  let painted = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    const cancel = clock.after(patienceMs, resolve);
    painted = () => {
      cancel();
      resolve();
    };
  });
  return { painted: () => painted(), done };
}
