import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readJson } from './hash.mjs';
import { Failure, step } from './log.mjs';
import { inProject } from './paths.mjs';
import { mustRun, npmCommand } from './run.mjs';

// The lowest Node that vite, @electron/fuses and type stripping work with.
const LOWEST = [22, 18];

/**
 * Makes any Node that can read this file good enough to start from: installs packages when the lock file asks for
 * others than there are, then continues in the Node that package.json pins. Does not return in the latter case.
 */
export async function prepareTools() {
  if (!installed()) await step('npm packages (a minute or two the first time)', install);
  const node = pinnedNode();
  if (node && process.version !== nodeVersion()) await continueIn(node);
  else if (!node && olderThanLowest()) {
    throw new Failure(
      `Node ${LOWEST.join('.')} or newer is needed (this is ${process.version}), and the one in package.json was not ` +
        'installed: allow its install script (npm install-scripts) or install Node yourself',
    );
  }
}

function install() {
  // The lock file may lag behind package.json only while somebody changes dependencies; then npm brings it up to date.
  const { command, args } = npmCommand([
    lockAgrees() ? 'ci' : 'install',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  const env = { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' };
  return mustRun(command, args, { env, output: 'stderr', name: 'npm install' });
}

/** Whether node_modules holds what the lock file lists, and the lock file what package.json lists. */
function installed() {
  const present = readJson(inProject('node_modules', '.package-lock.json'))?.packages;
  if (!present || !lockAgrees()) return false;
  return Object.entries(readJson(inProject('package-lock.json')).packages).every(
    ([path, locked]) => path === '' || locked.optional || present[path]?.version === locked.version,
  );
}

function lockAgrees() {
  const wanted = readJson(inProject('package.json'));
  const locked = readJson(inProject('package-lock.json'))?.packages[''];
  return ['dependencies', 'devDependencies'].every(
    (kind) => JSON.stringify(sorted(wanted[kind])) === JSON.stringify(sorted(locked?.[kind])),
  );
}

function sorted(dependencies) {
  return Object.entries(dependencies ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
}

function nodeVersion() {
  return `v${readJson(inProject('node_modules', 'node', 'package.json'))?.version}`;
}

function pinnedNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const file = inProject('node_modules', 'node', 'bin', name);
  return existsSync(file) ? file : undefined;
}

function olderThanLowest() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major < LOWEST[0] || (major === LOWEST[0] && minor < LOWEST[1]);
}

function continueIn(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((_, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => process.exit(code ?? (signal ? 128 : 1)));
  });
}
