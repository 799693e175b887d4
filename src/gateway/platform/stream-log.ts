import type { Clock } from './clock.ts';
import type { GatewayLog } from './log.ts';

interface Sink {
  write(text: string): unknown;
}

/** One line each: when, how grave, what. Line breaks within a text are kept on the same line. */
export function streamLog(clock: Clock, sink: Sink): GatewayLog {
  const line = (level: string) => (text: string) => {
    sink.write(`${new Date(clock.now()).toISOString()} ${level} ${text.replaceAll('\n', ' ⏎ ')}\n`);
  };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}
