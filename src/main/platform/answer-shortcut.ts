import type { Clock } from './clock.ts';
import type { MainLog } from './log-port.ts';

interface GlobalShortcut {
  /** False: another application has it. Throws on what is no accelerator. */
  register(accelerator: string, pressed: () => void): boolean;
  unregister(accelerator: string): void;
}

export interface AnswerShortcutOptions {
  readonly globalShortcut: GlobalShortcut;
  /** Answers the oldest ringing call. */
  readonly onPressed: () => void;
  /** The combination belongs to another application, or is none. Told once for each combination. */
  readonly onTaken: (accelerator: string) => void;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: MainLog;
}

/**
 * A window system that is busy with painting the incoming call keeps main waiting for many milliseconds where it otherwise answers at once,
 * and nobody reaches for the keys so soon.
 */
const takeAfterMs = 100;

/**
 * The key that answers from any application. It is taken only while a call rings: for the rest of the day the same keys go on
 * meaning what they mean in the agent's other programs. Whether it can be had is tried as soon as it is chosen.
 */
export function createAnswerShortcut({ globalShortcut, onPressed, onTaken, clock, log }: AnswerShortcutOptions) {
  let accelerator: string | null = null;
  let ringing = false;
  let held: string | null = null;
  let complained: string | null = null;
  let cancelTake = (): void => undefined;

  function take(wanted: string): void {
    if (held === wanted) return;
    if (register(wanted)) {
      held = wanted;
      return;
    }
    log.warn('the shortcut for answering cannot be had', { accelerator: wanted });
    if (complained === wanted) return;
    complained = wanted;
    onTaken(wanted);
  }

  function register(wanted: string): boolean {
    try {
      return globalShortcut.register(wanted, onPressed);
    } catch {
      return false;
    }
  }

  function release(): void {
    cancelTake();
    if (held !== null) globalShortcut.unregister(held);
    held = null;
  }

  return {
    /** The combination in force, as an Electron accelerator; null: none. */
    choose: (wanted: string | null): void => {
      if (wanted === accelerator) return;
      accelerator = wanted;
      complained = null;
      release();
      if (wanted === null) return;
      take(wanted);
      if (!ringing) release();
    },
    /** Something rings, or nothing does any more. */
    setRinging: (on: boolean): void => {
      if (on === ringing) return;
      ringing = on;
      if (!on) release();
      else
        cancelTake = clock.after(takeAfterMs, () => {
          if (accelerator !== null) take(accelerator);
        });
    },
    stop: release,
  };
}

export type AnswerShortcut = ReturnType<typeof createAnswerShortcut>;
