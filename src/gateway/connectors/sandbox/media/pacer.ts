import type { Clock, Timer } from '../../../platform/clock.ts';
import { dueFrames } from './pacing.ts';

/** First `skip` frames pass unsent, then `send` frames are sent now. */
export type FrameListener = (frames: { readonly skip: number; readonly send: number }) => void;

/** One 20 ms timer for every call; it runs only while somebody listens. */
export interface Pacer {
  /** Returns the function that ends the listening. */
  listen(listener: FrameListener): () => void;
}

/** `monotonicNow` in milliseconds: the wall clock may be set while a call is up. */
export function createPacer(clock: Pick<Clock, 'setTimeout' | 'clearTimeout'>, monotonicNow: () => number): Pacer {
  const listeners = new Set<FrameListener>();
  let timer: Timer | null = null;
  let origin = 0;
  let done = 0;

  const tick = (): void => {
    const mine = timer;
    const { skip, send, wait } = dueFrames(origin, monotonicNow(), done);
    done += skip + send;
    if (skip + send > 0) for (const listener of [...listeners]) listener({ skip, send });
    // A listener may have ended the last listening and begun a new one.
    if (timer === mine) timer = listeners.size === 0 ? null : clock.setTimeout(tick, Math.ceil(wait));
  };

  return {
    listen: (listener) => {
      listeners.add(listener);
      if (timer === null) {
        origin = monotonicNow();
        done = 0;
        timer = clock.setTimeout(tick, 0);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && timer !== null) {
          clock.clearTimeout(timer);
          timer = null;
        }
      };
    },
  };
}
