import { networkInterfaces } from 'node:os';
import { app, net, powerMonitor } from 'electron';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import { watchNetwork } from '../platform/network-watch.ts';
import { watchWake } from '../platform/wake-watch.ts';

export interface SurroundingsOptions {
  /** Connections may be dead without knowing it. */
  readonly onWake: () => void;
  /** Somebody set this computer's clock, or it ran on while the computer slept. */
  readonly onClockSet: () => void;
  readonly onNetworkChange: (online: boolean) => void;
  /** The icon in the dock of macOS was clicked. */
  readonly onActivate: () => void;
  readonly clock: Clock;
  readonly log: MainLog;
}

/** What happens to the computer around the app. @returns stops watching */
export function watchSurroundings({
  onWake,
  onClockSet,
  onNetworkChange,
  onActivate,
  clock,
  log,
}: SurroundingsOptions): () => void {
  const wake = watchWake({
    powerMonitor,
    clock,
    onSleep: () => log.info('the computer goes to sleep'),
    onWake,
    onClockJump: (by) => {
      log.warn('the clock was set', { byMs: Math.round(by) });
      onClockSet();
    },
  });
  const network = watchNetwork({
    isOnline: () => net.isOnline(),
    interfaces: networkInterfaces,
    clock,
    onChange: ({ online }) => onNetworkChange(online),
  });
  /** Asks the system for the moment that quitting in order takes. Electron's types leave the event out. */
  const shutdown = (event?: { preventDefault?: () => void }): void => {
    event?.preventDefault?.();
    app.quit();
  };
  powerMonitor.on('shutdown', shutdown);
  app.on('activate', onActivate);
  return () => {
    wake();
    network();
    powerMonitor.removeListener('shutdown', shutdown);
    app.removeListener('activate', onActivate);
  };
}
