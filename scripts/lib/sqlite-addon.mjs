// better-sqlite3 brings binaries for Node-API 10. An Electron older than 35 has Node-API 9, in which they crash, so for
// such a runtime the package's own source is compiled once and the result kept in the user's cache.
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readJson } from './hash.mjs';
import { Failure, note, step } from './log.mjs';
import { inProject, projectCache, toolEntry, userCache } from './paths.mjs';
import { mustRun, run } from './run.mjs';
import { requirePackages } from './system-packages.mjs';

const FIRST_MAJOR_WITH_NODE_API_10 = 35;

const packageFolder = inProject('node_modules', 'better-sqlite3');
// The package prefers a binary here to the one it brings.
const place = join(packageFolder, 'build', 'Release', 'better_sqlite3.node');

/** Makes `import 'better-sqlite3'` work in the given Electron and, with the same file, in the Node of the tools. */
export async function ensureSqliteAddon(electron) {
  if (Number.parseInt(electron.version, 10) >= FIRST_MAJOR_WITH_NODE_API_10) {
    await rm(join(packageFolder, 'build'), { recursive: true, force: true });
    return;
  }
  const { version } = readJson(join(packageFolder, 'package.json'));
  const name = `better-sqlite3-${version}-napi9-${process.platform}-${process.arch}.node`;
  const cached = join(userCache, 'addons', name);
  if (!existsSync(cached)) await step('SQLite for this Electron (about two minutes, once)', () => compile(cached));
  if (!existsSync(place) || !readFileSync(place).equals(readFileSync(cached))) await putInPlace(cached, place);
}

async function compile(target) {
  await requirePackages('compiler');
  // Inside node_modules, so that the build finds node-addon-api.
  const work = join(projectCache, `sqlite-${process.pid}`);
  try {
    await cp(packageFolder, work, { recursive: true, filter: (source) => !/[\\/](build|prebuilds)$/.test(source) });
    await askForExperimentalNodeApi(join(work, 'binding.gyp'));
    const headers = await nodeHeaders();
    const args = [
      'rebuild',
      '--release',
      '--force_build=1',
      '--jobs=max',
      ...(headers ? [`--nodedir=${headers}`] : []),
    ];
    note(headers ? 'compiling' : 'compiling, with headers from nodejs.org');
    await mustRun(process.execPath, [toolEntry('node-gyp', 'bin/node-gyp.js'), ...args], {
      cwd: work,
      output: 'hide',
      name: 'compiling better-sqlite3',
    });
    await putInPlace(join(work, 'build', 'Release', 'better_sqlite3.node'), target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The addon keeps references to strings: standard from Node-API 10 on, in 9 only as an experiment. */
async function askForExperimentalNodeApi(file) {
  const source = await readFile(file, 'utf8');
  const changed = source.replace("'NAPI_VERSION=10'", "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NO_WARNING'");
  if (changed === source)
    throw new Failure('better-sqlite3 no longer asks for Node-API 10: its build needs another look');
  await writeFile(file, changed);
}

/** The installation that holds Node's headers, or undefined to let node-gyp download them. */
async function nodeHeaders() {
  if (process.env.npm_config_nodedir) return process.env.npm_config_nodedir;
  const nodes = await run('which', ['-a', 'node'], { output: 'hide' });
  return nodes.stdout
    .split('\n')
    .filter((node) => node !== '')
    .map((node) => dirname(dirname(node)))
    .find((prefix) => existsSync(join(prefix, 'include', 'node', 'node_api.h')));
}

/** Renamed into place: a running test may have the old file open. */
async function putInPlace(source, target) {
  await mkdir(dirname(target), { recursive: true });
  const unfinished = `${target}.${process.pid}`;
  await copyFile(source, unfinished);
  await rename(unfinished, target);
}
