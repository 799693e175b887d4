import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { noteMaxBytes } from '#shared/domain/notes.ts';
import type { Clock, Timer } from '../platform/clock.ts';

export interface Body {
  readonly bytes: Buffer;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Nothing comes for so long: the network is gone. */
const idleMs = 15_000;
/** Slower than a quarter of a megabit a second is no network to send notes through. */
const slowestBytesPerMs = 32;
const atLeastMs = 20_000;
/** For the largest note; where a server stops waiting for any request. */
export const longestBodyMs = atLeastMs + noteMaxBytes / slowestBytesPerMs;

/**
 * Reads a request's body of known length, hashing it as it comes.
 *
 * @param came so many bytes more
 * @returns null where it was cut off, or is too slow to be waited for
 */
export function readBody(
  request: IncomingMessage,
  length: number,
  clock: Clock,
  came: (bytes: number) => void,
): Promise<Body | null> {
  return new Promise((resolve) => {
    const hash = createHash('sha256');
    const chunks: Buffer[] = [];
    let received = 0;
    let idle: Timer;
    const finish = (body: Body | null): void => {
      clock.clearTimeout(idle);
      clock.clearTimeout(whole);
      request.off('data', take);
      resolve(body);
    };
    const whole = clock.setTimeout(() => finish(null), atLeastMs + length / slowestBytesPerMs);
    const wait = (): void => {
      clock.clearTimeout(idle);
      idle = clock.setTimeout(() => finish(null), idleMs);
    };
    const take = (chunk: Buffer): void => {
      wait();
      received += chunk.length;
      hash.update(chunk);
      chunks.push(chunk);
      came(chunk.length);
    };
    wait();
    request.on('data', take);
    request.once('end', () =>
      finish(received === length ? { bytes: Buffer.concat(chunks), sha256: hash.digest('hex') } : null),
    );
    // Also after a reset or an abort.
    request.once('error', () => finish(null));
    request.once('close', () => finish(null));
  });
}
