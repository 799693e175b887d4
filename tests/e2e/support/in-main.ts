import type { ElectronApplication } from '@playwright/test';

/**
 * Runs a function in the app's main process, where it sees nothing but its arguments.
 *
 * V8's inspector holds only weakly what it waits for, also a value that is there already: where garbage is collected just then, the answer is lost
 * ("Resulting promise was garbage collected"; later V8 holds it, https://chromium-review.googlesource.com/c/v8/v8/+/8123081). What a task of Node's own answers is held by that task.
 */
export function inMain<Answer, Argument = undefined>(
  electron: ElectronApplication,
  work: (modules: typeof import('electron'), argument: Argument) => Answer | Promise<Answer>,
  ...[argument]: Argument extends undefined ? [] : [Argument]
): Promise<Answer> {
  return electron.evaluate(
    async (modules, [code, given]) => {
      await new Promise((resolve) => setImmediate(resolve));
      return Function(`return ${code}`)()(modules, given);
    },
    [String(work), argument] as const,
  );
}
