import type { App, Event } from 'electron';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';

/** A part that hangs must not keep the computer from shutting down. */
const limitMs = 10_000;

/** Electron quits at them by itself, unless a library (electron-store's has one) listens too: then the process would just end. */
const quitSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
type QuitSignal = (typeof quitSignals)[number];

/** The part of Electron's app that is used. */
export interface QuittingApp {
  on(event: 'window-all-closed', listener: () => void): unknown;
  on(event: 'before-quit', listener: (event: Pick<Event, 'preventDefault'>) => void): unknown;
  exit: App['exit'];
}

/** Is told what is being ended now, in a few words: where ending takes too long, that is what hangs. */
export type Ending = (part: string) => void;

export interface Stopped {
  /** Names of threads that did not end in time and were given up; all the rest is in order. */
  readonly threadsLeft: readonly string[];
}

export const nothingLeft: Stopped = { threadsLeft: [] };

export interface QuitOptions {
  readonly app: QuittingApp;
  readonly process: {
    readonly pid: number;
    on(signal: QuitSignal, listener: () => void): unknown;
    kill(pid: number, signal: 'SIGKILL'): unknown;
  };
  /** Ends what runs, however far the start has come. */
  readonly stop: (ending: Ending) => Promise<Stopped>;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: MainLog;
}

/**
 * Quitting takes a moment: calls are ended politely, the ledger and the recordings are closed. The first request to quit, by menu, tray, key or
 * signal, starts that; the process ends when it is done, or is killed where the limit has passed or a thread was left: an exit would wait for the
 * thread that hangs.
 * @returns does the same from inside, for an end with an error
 */
export function quitInOrder({ app, process, stop, clock, log }: QuitOptions): (exitCode: number) => void {
  let isEnding = false;
  let part = 'the window';

  function end(exitCode: number): void {
    if (isEnding) return;
    isEnding = true;
    const cancel = clock.after(limitMs, () => kill('stopping took too long', { part }));
    void stopSafely().then(({ threadsLeft }) => {
      cancel();
      if (threadsLeft.length === 0) app.exit(exitCode);
      else kill('threads did not stop', { threads: threadsLeft });
    });
  }

  function kill(reason: string, details: Readonly<Record<string, unknown>>): void {
    log.error(reason, details);
    process.kill(process.pid, 'SIGKILL');
  }

  async function stopSafely(): Promise<Stopped> {
    try {
      return await stop((now) => {
        part = now;
      });
    } catch (error) {
      log.error('stopping failed', { error: String(error) });
      return nothingLeft;
    }
  }

  // Windows come and go, also the hidden one that telephones: what closing a window means is decided where it is made.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    event.preventDefault();
    end(0);
  });
  for (const signal of quitSignals) process.on(signal, () => end(0));
  return end;
}
