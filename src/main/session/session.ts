import type { SessionSnapshot } from '#shared/contracts/session.ts';

export type SessionState = Omit<SessionSnapshot, 'revision'>;

export interface Session {
  readonly snapshot: () => SessionSnapshot;
  /** Merges the change and publishes the whole once in this turn of the event loop, however many changes come in it. */
  readonly update: (change: Partial<SessionState>) => void;
}

/**
 * What the ui window shows all the time. Main is where it is true; the window gets the whole of it at each change.
 *
 * @param publish receives each new snapshot; revisions grow by one
 * @param soon runs a function after the current turn (setImmediate)
 */
export function createSession(
  initial: SessionState,
  publish: (snapshot: SessionSnapshot) => void,
  soon: (run: () => void) => void,
): Session {
  let current: SessionSnapshot = { ...initial, revision: 0 };
  let waiting = false;
  return {
    snapshot: () => current,
    update: (change) => {
      const keys = Object.keys(change) as (keyof SessionState)[];
      if (keys.every((key) => Object.is(change[key], current[key]))) return;
      current = { ...current, ...change, revision: current.revision + 1 };
      if (waiting) return;
      waiting = true;
      soon(() => {
        waiting = false;
        publish(current);
      });
    },
  };
}
