import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { noteOffsetHeader } from '#shared/contracts/note.ts';
import type { Clock } from '../platform/clock.ts';

export interface ArrivalWatchOptions {
  /** As of `noteAddress`. */
  readonly address: string;
  readonly token: string;
  readonly clock: Pick<Clock, 'after'>;
  /** Bytes that the gateway has of what is being handed over; told again each time it says so. */
  readonly arrived: (bytes: number) => void;
}

/** What is handed over sooner is not asked about. */
const everyMs = 250;
/** An answer that is late tells of a time that is past. */
const answerLimitMs = 10_000;

/**
 * Asks the gateway how much of a note has arrived while it is handed over, on a connection of its own. Only the gateway knows: the operating
 * system takes megabytes into its own buffers at once, however slow the line is. Where it says nothing of it, nothing is told.
 * @returns ends it
 */
export function watchArrival({ address, token, clock, arrived }: ArrivalWatchOptions): () => void {
  const isSecure = address.startsWith('https:');
  const options = { keepAlive: true, maxSockets: 1 };
  const agent = isSecure ? new HttpsAgent(options) : new HttpAgent(options);
  const start = isSecure ? httpsRequest : httpRequest;
  let isOver = false;
  let cancel = (): void => undefined;

  function later(): void {
    if (!isOver) cancel = clock.after(everyMs, ask);
  }

  function ask(): void {
    const request = start(address, { method: 'HEAD', agent, headers: { Authorization: `Bearer ${token}` } });
    cancel = clock.after(answerLimitMs, () => request.destroy());
    request.on('response', (response) => {
      const offset =
        response.statusCode === 204 ? Number(response.headers[noteOffsetHeader] ?? Number.NaN) : Number.NaN;
      if (!isOver && Number.isSafeInteger(offset) && offset >= 0) arrived(offset);
      response.resume();
    });
    // Whatever became of it, `close` follows.
    request.on('error', () => undefined);
    request.on('close', () => {
      cancel();
      later();
    });
    request.end();
  }

  later();
  return () => {
    isOver = true;
    cancel();
    agent.destroy();
  };
}
