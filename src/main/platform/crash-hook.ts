import type { Clock } from './clock.ts';
import type { MainLog } from './log-port.ts';

export interface CrashHookOptions {
  readonly process: {
    on(event: 'uncaughtException', listener: (error: unknown) => void): unknown;
    on(event: 'unhandledRejection', listener: (reason: unknown) => void): unknown;
    readonly stdout: { on(event: 'error', listener: () => void): unknown };
    readonly stderr: { on(event: 'error', listener: () => void): unknown };
  };
  readonly log: MainLog;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** The process can no longer be trusted: put in order what can be, end with an error and start anew. Called at most once. */
  readonly giveUp: (error: unknown) => void;
}

/** More faults than this within the time mean that something runs amok. */
const limit = { count: 5, withinMs: 10_000 } as const;

/**
 * Faults that nobody caught: logged, never swallowed in silence, no dialog over a call. One of them does not end the calls of an agent; many at
 * once do, since a process that cannot keep its promises must not pretend to.
 */
export function installCrashHook({ process, log, clock, giveUp }: CrashHookOptions): void {
  const faults: number[] = [];
  let given = false;
  const fault = (kind: string) => (error: unknown) => {
    log.error(kind, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    const now = clock.monotonic();
    faults.push(now);
    while ((faults[0] ?? now) < now - limit.withinMs) faults.shift();
    if (faults.length < limit.count || given) return;
    given = true;
    giveUp(error);
  };
  process.on('uncaughtException', fault('uncaught exception'));
  process.on('unhandledRejection', fault('unhandled rejection'));
  // The terminal that started the app may be closed; writing to it then must not count as a fault.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
}
