import { ensureElectron } from './electron/runtime.mjs';
import { prepareTools } from './prepare.mjs';
import { ensureSqliteAddon } from './sqlite-addon.mjs';
import { requirePackages } from './system-packages.mjs';

/** npm packages, Node, system libraries, Electron and SQLite for it. */
export async function ensureRuntime() {
  await prepareTools();
  await requirePackages('electron');
  const electron = await ensureElectron();
  await ensureSqliteAddon(electron);
  return electron;
}
