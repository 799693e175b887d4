import type { App } from 'electron';

/** The arguments of the next start. An account that was just chosen must not be hidden again by the scenario of this one. */
export function restartArguments(argv: readonly string[], keepScenario: boolean): string[] {
  const end = argv.indexOf('--');
  const given = end === -1 ? argv : argv.slice(0, end);
  const rest = end === -1 ? [] : argv.slice(end);
  return [...given.filter((argument) => keepScenario || !/^--scenario(=|$)/.test(argument)), ...rest];
}

/** Quits in order and starts again. @param argv of this process, without the executable */
export function restartApp(
  app: Pick<App, 'relaunch' | 'quit'>,
  argv: readonly string[],
  environment: Readonly<NodeJS.ProcessEnv>,
  keepScenario: boolean,
): void {
  startAgain(app, restartArguments(argv, keepScenario), environment);
  app.quit();
}

/** The app starts again once this process has ended. */
export function startAgain(
  app: Pick<App, 'relaunch'>,
  args: readonly string[],
  environment: Readonly<NodeJS.ProcessEnv>,
): void {
  // An AppImage runs from a mount that is gone once it ends; the file itself is what must be started.
  const image = environment.APPIMAGE;
  app.relaunch({ args: [...args], ...(image === undefined || image === '' ? {} : { execPath: image }) });
}
