import { type UiRequestName, uiRequests } from '#shared/contracts/ui.ts';
import type { UiHandlers } from './request-gate.ts';

/**
 * Handlers that wait for the real ones: the window loads its page while the stores are still being opened, and what it asks meanwhile is
 * answered as soon as they are there.
 * @param early what can be answered before: a keyring that waits for its password must not leave the agent before an empty window
 */
export function deferredHandlers(ready: Promise<UiHandlers>, early: Partial<UiHandlers> = {}): UiHandlers {
  const names = Object.keys(uiRequests) as UiRequestName[];
  const later = (name: UiRequestName) => async (argument: never) => {
    const handlers = await ready;
    return (handlers[name] as (argument: never) => unknown)(argument);
  };
  const deferred = Object.fromEntries(names.map((name) => [name, later(name)])) as UiHandlers;
  return { ...deferred, ...early };
}
