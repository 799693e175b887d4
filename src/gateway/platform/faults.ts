import type { Clock } from './clock.ts';
import type { GatewayLog } from './log.ts';

/** So many within a minute are no accident any more: better to end and be started again. */
const tolerated = 20;
const windowMs = 60_000;

/**
 * An exception that nothing caught, most likely in a timer or socket of one contact's media, must not end everybody's calls. It is
 * logged; `onHopeless` is called where they do not stop.
 */
export function surviveFaults(clock: Clock, log: GatewayLog, onHopeless: () => void): void {
  let recent: readonly number[] = [];
  const survive = (error: unknown): void => {
    const now = clock.now();
    recent = [...recent, now].filter((at) => now - at < windowMs);
    log.error(`uncaught: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    if (recent.length > tolerated) onHopeless();
  };
  process.on('uncaughtException', survive);
  process.on('unhandledRejection', survive);
}
