/** The store's side of the thread: one request after the other, each answered once, errors as values. */
import type { MessagePort } from 'node:worker_threads';
import { quickCheck } from '../sqlite/quick-check.ts';
import { attempt, runHealing, type StoreService } from '../sqlite/service.ts';
import { classify, type StoreResult, storeFailure } from '../store-error.ts';
import type { StoreHealth } from '../store-health.ts';
import type { StoreReply, StoreRequest, StoreWorkerData } from './messages.ts';

type AnyHandlers = Readonly<Record<string, (...parameters: never[]) => unknown>>;

type CreateService<Store> = (
  path: string,
  now: () => number,
  report: (health: StoreHealth) => void,
) => StoreService<Store>;

/**
 * A file is mended at most once in a thread's life on the word of a check: by the time the check tells of damage, a request may have met
 * it already, and the file in place now is another one.
 */
function answering<Store>(service: StoreService<Store>): (request: StoreRequest) => StoreResult<unknown> {
  const handlers = service.handlers as AnyHandlers;
  let healed = false;
  const heal = (cause: string): void => {
    service.heal(cause);
    healed = true;
  };
  return ({ method, parameters }) => {
    switch (method) {
      case 'heal':
        return attempt(() => (healed ? undefined : heal(String(parameters[0]))));
      case 'checked':
        return attempt(() => service.checked());
      case 'close':
        return attempt(() => service.close());
      default: {
        const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
        if (handler === undefined) return { ok: false, error: storeFailure('logic', `no method ${method}`) };
        return runHealing(() => handler(...(parameters as never[])), heal);
      }
    }
  };
}

/** Serves `createService` on `port` until it is asked to close. Ends the thread where the file was lost hold of: a new one may get it back. */
export function serveStore<Store>(
  port: MessagePort,
  { role, path }: StoreWorkerData,
  createService: CreateService<Store>,
): void {
  const send = (reply: StoreReply): void => port.postMessage(reply);
  if (role === 'check') {
    send({ type: 'check', damage: quickCheck(path) });
    return;
  }
  let service: StoreService<Store>;
  try {
    service = createService(path, Date.now, (health) => send({ type: 'health', health }));
  } catch (error) {
    send({ type: 'refused', error: classify(error) });
    return;
  }
  send({ type: 'opened', unclean: service.unclean });
  const answer = answering(service);
  port.on('message', (request: StoreRequest) => {
    const begun = performance.now();
    const result = answer(request);
    send({ type: 'reply', id: request.id, tookMs: performance.now() - begun, result });
    if (request.method === 'close') port.close();
    else if (!service.usable()) throw new Error(`lost hold of the file: ${result.ok ? '' : result.error.detail}`);
  });
}
