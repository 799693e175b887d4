import { type UiRequestName, uiRequests } from '#shared/contracts/ui-requests.ts';
import type { UiHandlers } from './request-gate.ts';

/**
 * Handlers that wait for the real ones: the window loads its page while everything behind it is still being made, and what it asks meanwhile
 * is answered as soon as it can be.
 * @param ready those that answer this request, as soon as they are there: not all of them need the stores, and a keyring that waits for its
 * password must not leave the agent before an empty window
 */
export function deferredHandlers(ready: (name: UiRequestName) => Promise<Partial<UiHandlers>>): UiHandlers {
  const names = Object.keys(uiRequests) as UiRequestName[];
  const later = (name: UiRequestName) => async (argument: never) => {
    const handlers = await ready(name);
    return (handlers[name] as (argument: never) => unknown)(argument);
  };
  return Object.fromEntries(names.map((name) => [name, later(name)])) as UiHandlers;
}
