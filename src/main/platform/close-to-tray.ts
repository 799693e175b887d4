import type { MainLog } from './log-port.ts';

export interface CloseToTrayOptions {
  readonly platform: NodeJS.Platform;
  /** Whether there is an icon from which the window comes back. */
  readonly hasTray: () => Promise<boolean>;
  /** True for the first time ever; from then on false. */
  readonly isFirstTime: () => Promise<boolean>;
  /** Says that calls go on ringing, and how to quit. */
  readonly explain: () => void;
  readonly quit: () => void;
  readonly log: MainLog;
}

/**
 * What follows when the agent closed the window, which is hidden by then. A softphone goes on ringing from the tray; the first time that is
 * explained. Where nothing shows a tray the window could not come back: the app ends. On macOS the dock brings it back.
 */
export function createCloseToTray(options: CloseToTrayOptions): () => Promise<void> {
  const { platform, hasTray, isFirstTime, explain, quit, log } = options;
  return async () => {
    if (platform === 'darwin') return;
    if (!(await hasTray())) {
      log.info('the window was closed and there is no tray: the app ends');
      quit();
      return;
    }
    if (await isFirstTime()) explain();
  };
}
