/** How a start that must not go on ends: 2 as sysexits and most tools say that they were called wrongly, 1 for every other trouble. */
export const exitCodes = { wrongUsage: 2, failure: 1 } as const;

export interface StartFailurePort {
  writeError(text: string): void;
  /** Electron's `dialog.showErrorBox`, which blocks until the person has read it. */
  showErrorBox(title: string, text: string): void;
  exit(code: number): void;
}

/**
 * Tells that the app cannot start, and ends it: on standard error always; in a dialog where the system can show one before the app is ready
 * and a person is there to close it. On Linux it cannot (Electron would write the same to standard error once more).
 */
export function failStart(
  message: string,
  exitCode: (typeof exitCodes)[keyof typeof exitCodes],
  platform: NodeJS.Platform,
  port: StartFailurePort,
): void {
  port.writeError(`Cornetta cannot start.\n${message}\n`);
  if (platform === 'win32' || platform === 'darwin') port.showErrorBox('Cornetta cannot start', message);
  port.exit(exitCode);
}
