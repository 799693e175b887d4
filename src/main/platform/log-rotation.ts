import { existsSync, renameSync, rmSync } from 'node:fs';

/**
 * Makes room for a new log: `main.log` becomes `main.1.log`, that one `main.2.log`, up to `keep` old ones.
 * Never throws; where nothing can be renamed the log starts anew, since it must not fill the disk.
 */
export function rotateLog(file: string, keep: number): void {
  const old = (index: number): string => file.replace(/(\.log)?$/, `.${index}.log`);
  try {
    rmSync(old(keep), { force: true });
    for (let index = keep - 1; index >= 1; index -= 1)
      if (existsSync(old(index))) renameSync(old(index), old(index + 1));
    renameSync(file, old(1));
  } catch {
    rmSync(file, { force: true });
  }
}
