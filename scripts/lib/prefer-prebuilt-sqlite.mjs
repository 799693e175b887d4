// Preloaded into Node by the test runner. The better-sqlite3 that was compiled for an older Electron (sqlite-addon.mjs) asks for
// experimental Node-API behaviour, which lets finalizers run inside garbage collection; Node itself has the standard one and is
// better served by the binary that the package brings.
import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

const compiled = join('better-sqlite3', 'build', 'Release', 'better_sqlite3.node');
const open = process.dlopen;

process.dlopen = (module, filename, ...flags) => {
  if (!filename.endsWith(sep + compiled)) return open(module, filename, ...flags);
  const brought = join(dirname(filename), '..', '..', 'prebuilds', `${process.platform}-${process.arch}.node`);
  return open(module, existsSync(brought) ? brought : filename, ...flags);
};
