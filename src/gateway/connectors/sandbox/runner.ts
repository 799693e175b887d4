import type { ScenarioStep } from '#shared/contracts/scenario.ts';
import type { Clock, Timer } from '../../platform/clock.ts';
import type { GatewayLog } from '../../platform/log.ts';

/** Looked at again at least this often: timers do not count the time a machine sleeps, and clocks are set. */
const longestWaitMs = 30_000;
/** A step whose effect could not be kept (a full disk) is tried again after this; the ones behind it wait. */
const retryMs = 5000;
/** So many steps are brought about in one go before other work gets its turn. */
const atOnce = 200;

export interface NumberedStep {
  readonly step: ScenarioStep;
  /** Its place in the file: what `done` and ids go by. */
  readonly index: number;
}

/** By time; steps of the same time in the order of the file. */
export const inOrder = (timeline: readonly ScenarioStep[]): readonly NumberedStep[] =>
  timeline
    .map((step, index) => ({ step, index }))
    .sort((one, other) => one.step.at - other.step.at || one.index - other.index);

/**
 * Brings the steps about when their time comes, in order, each one once in this process and none that is done. Steps that are
 * overdue come at once, one after the other.
 *
 * `perform` throws where the effect could not be kept, and is then called again for the same step.
 */
export function createRunner(options: {
  readonly timeline: readonly ScenarioStep[];
  readonly startedAt: number;
  readonly clock: Clock;
  readonly log: GatewayLog;
  readonly done: (stepIndex: number) => boolean;
  readonly perform: (step: NumberedStep) => void;
}): { start(): void; stop(): void } {
  const { startedAt, clock, log, done, perform } = options;
  const steps = inOrder(options.timeline);
  let next = 0;
  let timer: Timer;
  let running = false;

  const run = (): void => {
    const pause = next + atOnce;
    for (let step = steps[next]; running && step !== undefined; step = steps[next]) {
      const wait = done(step.index) ? 0 : startedAt + step.step.at - clock.now();
      if (wait > 0 || next === pause) {
        timer = clock.setTimeout(run, Math.max(0, Math.min(wait, longestWaitMs)));
        return;
      }
      try {
        if (!done(step.index)) perform(step);
      } catch (error) {
        log.error(`sandbox: timeline[${step.index}] failed and will be tried again: ${String(error)}`);
        timer = clock.setTimeout(run, retryMs);
        return;
      }
      next++;
    }
  };

  return {
    start: () => {
      running = true;
      run();
    },
    stop: () => {
      running = false;
      clock.clearTimeout(timer);
    },
  };
}
