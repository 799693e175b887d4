import type { PhoneEvent } from '#shared/contracts/phone.ts';

export type Chunk = PhoneEvent<'record.chunk'>;

/** Two hours of recording, should main be unable to write for so long. */
export const queueLimitBytes = 64 * 1024 * 1024;
/** A chunk that is not on disk after this time is sent once more: main knows a repeated number for what it is. */
const repeatAfterMs = 10_000;

interface Waiting {
  readonly chunk: Chunk;
  sentAt: number;
}

/** Chunks that main has not confirmed yet. They are kept, for until they are on disk they exist nowhere else. */
export class ChunkQueue {
  readonly #waiting = new Map<number, Waiting>();
  #bytes = 0;

  /** False: more than may be kept would wait, and this chunk is not taken. */
  add(chunk: Chunk, now: number): boolean {
    if (this.#bytes + chunk.data.byteLength > queueLimitBytes) return false;
    this.#waiting.set(chunk.sequence, { chunk, sentAt: now });
    this.#bytes += chunk.data.byteLength;
    return true;
  }

  stored(sequence: number): void {
    const waiting = this.#waiting.get(sequence);
    if (waiting === undefined) return;
    this.#waiting.delete(sequence);
    this.#bytes -= waiting.chunk.data.byteLength;
  }

  /** The oldest unconfirmed chunk, where it is time to send it again. One at a time: the rest is probably behind it in the same queue. */
  due(now: number): Chunk | null {
    const oldest = this.#waiting.values().next().value;
    if (oldest === undefined || now - oldest.sentAt < repeatAfterMs) return null;
    oldest.sentAt = now;
    return oldest.chunk;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get empty(): boolean {
    return this.#waiting.size === 0;
  }
}
