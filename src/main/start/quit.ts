import type { App, Event } from 'electron';
import type { MainLog } from '../platform/log-port.ts';

/** A part that hangs must not keep the computer from shutting down. */
const limitMs = 10_000;

/**
 * Quitting takes a moment: calls are ended politely, the ledger and the recordings are closed. The first request to quit starts that, the app
 * ends when it is done or the limit has passed.
 */
export function quitInOrder(app: App, stop: () => Promise<void> | undefined, log: MainLog): void {
  let state: 'running' | 'stopping' | 'stopped' = 'running';
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event: Event) => {
    if (state === 'stopped') return;
    event.preventDefault();
    if (state === 'stopping') return;
    state = 'stopping';
    const limit = setTimeout(() => {
      log.error('stopping took too long');
      end();
    }, limitMs);
    Promise.resolve(stop())
      .catch((error: unknown) => log.error('stopping failed', { error: String(error) }))
      .finally(() => {
        clearTimeout(limit);
        end();
      });
  });

  function end(): void {
    state = 'stopped';
    app.quit();
  }
}
