import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A thread that nothing ends, for it waits for the system; until it is released, or the folder goes. */
export function stuckThread(folder: string) {
  const [entry, held, reached] = [join(folder, 'stuck.mjs'), join(folder, 'held'), join(folder, 'reached')];
  const wait = `const { existsSync, writeFileSync } = require('node:fs');
    writeFileSync(${JSON.stringify(reached)}, '');
    const sleep = new Int32Array(new SharedArrayBuffer(4));
    while (existsSync(${JSON.stringify(held)})) Atomics.wait(sleep, 0, 0, 10);`;
  writeFileSync(held, '');
  writeFileSync(
    entry,
    `import { execFileSync } from 'node:child_process';
     execFileSync(process.execPath, ['--eval', ${JSON.stringify(wait)}]);`,
  );
  return {
    entry: pathToFileURL(entry),
    isStuck: (): boolean => existsSync(reached),
    release: (): void => rmSync(held),
  };
}
