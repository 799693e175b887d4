import type { MessagePort } from 'node:worker_threads';
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';
import { type Failure, fail } from '#shared/result.ts';
import { type Inspection, inspectMedia } from './inspect.ts';
import type { WorkshopReply, WorkshopRequest, WorkshopTask } from './workshop-messages.ts';

/** Answers the requests of a `Workshop`, one after the other. */
export function serveWorkshop(port: MessagePort, { identity }: { readonly identity: string | null }): void {
  const work = createWork(identity);
  let last: Promise<void> = Promise.resolve();
  const answer = async ({ id, task, bytes }: WorkshopRequest): Promise<void> => {
    let reply: WorkshopReply;
    try {
      reply = { id, value: await work[task](bytes) };
    } catch (error) {
      reply = { id, error: failureOf(task, error) };
    }
    const bodies = 'value' in reply && reply.value instanceof Uint8Array ? [reply.value.buffer as ArrayBuffer] : [];
    port.postMessage(reply, bodies);
  };
  port.on('message', (request: WorkshopRequest) => {
    last = last.then(() => answer(request));
  });
}

function createWork(
  identity: string | null,
): Readonly<Record<WorkshopTask, (bytes: Uint8Array) => Promise<Uint8Array | Inspection>>> {
  const key = (): string => {
    if (identity === null) throw new Error('there is no key');
    return identity;
  };
  return {
    seal: async (bytes) => {
      const encrypter = new Encrypter();
      encrypter.addRecipient(await identityToRecipient(key()));
      return encrypter.encrypt(bytes);
    },
    open: (bytes) => {
      const decrypter = new Decrypter();
      decrypter.addIdentity(key());
      return decrypter.decrypt(bytes);
    },
    inspect: inspectMedia,
  };
}

/** The file is whole, but was written for another key: not damaged, and readable again once the key is back. */
const isForAnotherKey = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('no identity matched');

function failureOf(task: WorkshopTask, error: unknown): Failure {
  const text = error instanceof Error ? error.message : String(error);
  if (task !== 'open') return fail('internal', text).error;
  return isForAnotherKey(error)
    ? fail('forbidden', 'it was encrypted for another key').error
    : fail('damaged', text).error;
}
