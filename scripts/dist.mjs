// `npm run dist:dir`: the packaged app, unpacked in dist/, made of the Electron in use. Arguments go to electron-builder.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ensureBuild } from './lib/build.mjs';
import { hashOfTree, readJson, writeJson } from './lib/hash.mjs';
import { note, runScript, step } from './lib/log.mjs';
import { checkPackages } from './lib/packages.mjs';
import { inProject, projectCache } from './lib/paths.mjs';
import { ensureRuntime } from './lib/ready.mjs';
import { runTool } from './lib/tools.mjs';

const stampFile = join(projectCache, 'dist.json');

/** What goes into the package, and how. */
const INPUTS = [
  'out',
  'resources',
  'LICENSE',
  'package.json',
  'package-lock.json',
  'electron-builder.yml',
  'scripts/after-pack.mjs',
];

await runScript(async () => {
  const electron = await ensureRuntime();
  await ensureBuild();
  if (electron.kind === 'fallback')
    note(`Electron ${electron.version} is not the pinned release: do not ship this package`);
  const args = process.argv.slice(2);
  const made = { inputs: hashOfTree(INPUTS), electron: electron.dist, version: electron.version, args };
  if (existsSync(inProject('dist')) && isDeepStrictEqual(readJson(stampFile), made))
    note('dist/ was made from these very files');
  else await step('package', () => makePackage(electron, args));
  // Not before all is known to be well: what failed is made anew.
  await rm(stampFile, { force: true });
  await step('checking the package', checkPackages);
  await writeJson(stampFile, made);
});

function makePackage(electron, args) {
  const runtime = [`-c.electronDist=${electron.dist}`, `-c.electronVersion=${electron.version}`];
  return runTool('electron-builder', ['--publish', 'never', ...args, ...runtime], {
    output: 'hide',
    name: 'electron-builder',
  });
}
