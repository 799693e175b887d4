import type { Clock } from './clock.ts';

type PowerEvent = 'suspend' | 'resume' | 'unlock-screen';

export interface WakeWatchOptions {
  readonly powerMonitor: { on(event: PowerEvent, listener: () => void): unknown };
  readonly clock: Clock;
  /** The machine is about to sleep: what is in memory only should go to disk. */
  readonly onSleep: () => void;
  /** Connections may be dead without knowing it: look at once. */
  readonly onWake: (reason: 'resume' | 'unlock' | 'stood-still') => void;
  /** The wall clock was set, or ran on while the machine slept. @param by milliseconds, negative: back */
  readonly onClockJump: (by: number) => void;
}

const tickMs = 5000;
/** Ordinary clock discipline moves by less than this between two ticks. */
const jumpMs = 2000;
/** A tick this late means that the machine or the process stood still: some systems tell nobody that they slept. */
const lateMs = 15_000;
/** Resume, unlock and a late tick often come together. */
const quietMs = 1500;

/** Notices sleep, waking and a wall clock that jumps. @returns stops watching the clock */
export function watchWake(options: WakeWatchOptions): () => void {
  const { clock } = options;
  let lastWake = Number.NEGATIVE_INFINITY;
  let wall = clock.now();
  let monotonic = clock.monotonic();
  let cancel = (): void => undefined;

  const wake = (reason: 'resume' | 'unlock' | 'stood-still'): void => {
    if (clock.monotonic() - lastWake < quietMs) return;
    lastWake = clock.monotonic();
    options.onWake(reason);
  };

  const tick = (): void => {
    const wallPassed = clock.now() - wall;
    const passed = clock.monotonic() - monotonic;
    wall = clock.now();
    monotonic = clock.monotonic();
    const jump = wallPassed - passed;
    if (Math.abs(jump) >= jumpMs) options.onClockJump(jump);
    if (passed >= tickMs + lateMs || jump >= lateMs) wake('stood-still');
    cancel = clock.after(tickMs, tick);
  };

  options.powerMonitor.on('suspend', options.onSleep);
  options.powerMonitor.on('resume', () => wake('resume'));
  options.powerMonitor.on('unlock-screen', () => wake('unlock'));
  cancel = clock.after(tickMs, tick);
  return () => cancel();
}
