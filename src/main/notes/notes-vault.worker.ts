import { parentPort } from 'node:worker_threads';
import { fail, type Result } from '#shared/result.ts';
import type { VaultReply, VaultRequest } from './vault-messages.ts';
import { vaultWork } from './vault-work.ts';

if (parentPort === null) throw new Error('this file is the entry of a worker thread');
const port = parentPort;

/** One after the other: two videos at once would need twice the memory and be no sooner done. */
let last: Promise<void> = Promise.resolve();

async function answer({ id, task, asked }: VaultRequest): Promise<void> {
  let result: Result<unknown>;
  try {
    // The request's own task has made `asked`; the compiler cannot tie the two together across a union.
    result = await (vaultWork[task] as (asked: unknown) => Promise<Result<unknown>>)(asked);
  } catch (error) {
    result = fail(task === 'finish' ? 'media' : 'internal', error instanceof Error ? error.message : String(error));
  }
  const reply: VaultReply = result.ok ? { id, answer: result.value } : { id, error: result.error };
  port.postMessage(reply, result.ok ? buffersOf(result.value) : []);
}

/** Media is handed over instead of copied. */
function buffersOf(value: unknown): ArrayBuffer[] {
  const bytes = value instanceof Uint8Array ? value : (value as { readonly bytes?: unknown } | null)?.bytes;
  const isWhole = bytes instanceof Uint8Array && bytes.byteLength === bytes.buffer.byteLength;
  return isWhole && bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
}

port.on('message', (request: VaultRequest) => {
  last = last.then(() => answer(request));
});
