import type { UiPushes, UiPushName } from '#shared/contracts/ui.ts';
import type { MainLog } from '../platform/log-port.ts';

/** The one channel on which main tells the ui window: `(name, value)`. */
const pushChannel = 'ui:push';

interface PushTarget {
  isDestroyed(): boolean;
  isCrashed(): boolean;
  send(channel: string, name: string, value: unknown): void;
}

export type UiPush = <Name extends UiPushName>(name: Name, value: UiPushes[Name]) => void;

/**
 * Tells the ui window. What is said while there is no living page is dropped: a page that comes back asks for a snapshot first.
 * @param target the ui window's web contents now
 */
export function createUiPush(target: () => PushTarget | null, log: MainLog): UiPush {
  return (name, value) => {
    const contents = target();
    if (contents === null || contents.isDestroyed() || contents.isCrashed()) return;
    try {
      contents.send(pushChannel, name, value);
    } catch (error) {
      // The page may die between the question and the sending; a value that cannot be cloned is a fault of ours and must be seen.
      log.error('push failed', { push: name, error: String(error) });
    }
  };
}
