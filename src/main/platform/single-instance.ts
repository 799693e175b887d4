interface LockingApp {
  requestSingleInstanceLock(): boolean;
  on(event: 'second-instance', listener: (event: unknown, argv: readonly string[]) => void): unknown;
}

/**
 * One Cornetta per data folder: two of them would write the same ledger. A second start brings the first one's window to the front; what it
 * was started with counts for nothing, since a scenario or policy cannot change while calls are up; only a telephone link among it is taken.
 * @returns false: another one runs, and this one must end without touching a file
 */
export function becomeSingleInstance(app: LockingApp, show: (argv: readonly string[]) => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, argv) => show(argv));
  return true;
}
