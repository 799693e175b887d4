import type { Message } from '#shared/contracts/records.ts';
import type { Result } from '#shared/result.ts';
import { fail, ok } from '#shared/result.ts';
import type { Clock, Timer } from '../../platform/clock.ts';
import type { ConnectorEvents } from '../connector.ts';
import type { Cast } from './cast.ts';

/** When a message of the business reaches each status, after it was handed over. */
const course = [
  { status: 'sent', afterMs: 120 },
  { status: 'delivered', afterMs: 450 },
  { status: 'read', afterMs: 1800 },
] as const satisfies readonly { status: Message['status']; afterMs: number }[];

/** Messages to contacts. A message that is handed over again runs its course once more: statuses only ever say the same. */
export function createOutbox({
  cast,
  clock,
  events,
}: {
  readonly cast: Cast;
  readonly clock: Clock;
  readonly events: ConnectorEvents;
}): {
  send(message: Message): Result<null>;
  stop(): void;
} {
  const timers = new Map<string, Timer>();

  const advance = (message: Message, stage: number): void => {
    const current = course[stage];
    const previous = course[stage - 1];
    if (current === undefined) {
      timers.delete(message.id);
      return;
    }
    const wait = current.afterMs - (previous?.afterMs ?? 0);
    timers.set(
      message.id,
      clock.setTimeout(() => {
        events.messageStatus(message.id, message.contactId, current.status);
        advance(message, stage + 1);
      }, wait),
    );
  };

  return {
    send: (message) => {
      if (cast.find(message.contactId) === null) return fail('not-found', 'no such contact');
      clock.clearTimeout(timers.get(message.id));
      advance(message, 0);
      return ok(null);
    },
    stop: () => {
      for (const timer of timers.values()) clock.clearTimeout(timer);
      timers.clear();
    },
  };
}
