import type { UiBridge, UiPushes, UiPushName } from '#shared/contracts/ui.ts';
import type { UiReplies } from '#shared/contracts/ui-replies.ts';
import type { UiRequestArgument, UiRequestName } from '#shared/contracts/ui-requests.ts';
import { fail, type Result } from '#shared/result.ts';

/** The bridge as the ui uses it: a request always answers with a Result, and no push is lost while the page starts. */
export interface Client {
  readonly ask: <Name extends UiRequestName>(
    name: Name,
    argument: UiRequestArgument<Name>,
  ) => Promise<Result<UiReplies[Name]>>;
  readonly on: UiBridge['on'];
  /** Pushes that came before this are delivered now, in their order; later ones at once. */
  readonly open: () => void;
}

/** The others mean nothing once they are old. */
const kept = [
  'session',
  'inbox',
  'calling',
  'dial',
  'reset',
  'timeline',
  'calls',
  'followUps',
  'channel',
  'recordings',
  'transcripts',
  'show',
] as const satisfies readonly UiPushName[];

const isKept = (name: UiPushName): boolean => kept.some((other) => other === name);

export function createClient(bridge: UiBridge): Client {
  const listeners = new Map<UiPushName, Set<(value: never) => void>>();
  let waiting: (() => void)[] | null = [];

  const deliver = <Name extends UiPushName>(name: Name, value: UiPushes[Name]): void => {
    for (const listener of [...(listeners.get(name) ?? [])]) listener(value as never);
  };
  for (const name of kept) {
    bridge.on(name, (value) => {
      if (waiting === null) deliver(name, value);
      else waiting.push(() => deliver(name, value));
    });
  }

  return {
    ask: async (name, argument) => {
      try {
        return await bridge.request(name, argument);
      } catch (error) {
        return fail('internal', String(error));
      }
    },
    on: (name, listener) => {
      if (!isKept(name)) return bridge.on(name, listener);
      const group = listeners.get(name) ?? new Set();
      listeners.set(name, group);
      group.add(listener);
      return () => {
        group.delete(listener);
      };
    },
    open: () => {
      const deliveries = waiting ?? [];
      waiting = null;
      for (const delivery of deliveries) delivery();
    },
  };
}
