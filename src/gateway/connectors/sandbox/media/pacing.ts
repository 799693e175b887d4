import { frameMs } from './frames.ts';

/** More than this late (a machine that slept, a process that was stopped): the frames are left out, not sent in a burst. */
const catchUpFrames = 5;

/** What is due now on a grid of 20 ms that began at `origin`. */
export interface DueFrames {
  /** Frames whose moment is gone: the media clock moves on, nothing is sent. */
  readonly skip: number;
  readonly send: number;
  /** Milliseconds until the next frame is due; never negative. */
  readonly wait: number;
}

/**
 * Frames count from `origin`, so lateness of one timer never adds up. All times are of one monotonic clock, in milliseconds.
 * `done` is how many frames were sent or skipped so far.
 */
export function dueFrames(origin: number, now: number, done: number): DueFrames {
  const due = Math.max(done, Math.floor((now - origin) / frameMs) + 1);
  const behind = due - done;
  const skip = behind > catchUpFrames ? behind - 1 : 0;
  return { skip, send: behind - skip, wait: Math.max(0, origin + due * frameMs - now) };
}
