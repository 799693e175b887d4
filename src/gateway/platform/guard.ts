import { fail, type Result } from '#shared/result.ts';
import type { Clock } from './clock.ts';
import type { GatewayLog } from './log.ts';

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** Runs what handles one client or call: an exception is logged and costs nobody else anything. */
export function guarded(log: GatewayLog, what: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    log.error(`${what} failed: ${describe(error)}`);
  }
}

/** The same for timers. */
export const guardedClock = (clock: Clock, log: GatewayLog): Clock => ({
  now: () => clock.now(),
  monotonic: () => clock.monotonic(),
  setTimeout: (callback, milliseconds) => clock.setTimeout(() => guarded(log, 'a timer', callback), milliseconds),
  clearTimeout: (timer) => clock.clearTimeout(timer),
});

/** Goes on after a promise; what goes wrong on either side is logged. */
export function afterwards<T>(log: GatewayLog, what: string, promise: Promise<T>, then: (value: T) => void): void {
  promise.then(then).catch((error: unknown) => log.error(`${what} failed: ${describe(error)}`));
}

/**
 * A connector's answer as a value, whatever the connector does: an exception is `internal`, no answer within the time `timeout`.
 * What comes later is ignored.
 */
export function settled<T>(
  clock: Clock,
  log: GatewayLog,
  milliseconds: number,
  ask: () => Promise<Result<T>>,
): Promise<Result<T>> {
  return new Promise((resolve) => {
    const timer = clock.setTimeout(() => resolve(fail('timeout', 'the connector did not answer')), milliseconds);
    const finish = (result: Result<T>): void => {
      clock.clearTimeout(timer);
      resolve(result);
    };
    // A function that throws before it returns a promise is caught like one that rejects.
    Promise.resolve()
      .then(ask)
      .then(finish, (error: unknown) => {
        log.error(`the connector failed: ${describe(error)}`);
        finish(fail('internal', 'the connector failed'));
      });
  });
}
