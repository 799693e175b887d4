import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { externalPackages, isSpeechEngine } from './build-targets.mjs';
import { Failure, note } from './log.mjs';
import { inProject } from './paths.mjs';

const ON = '1'.charCodeAt(0);

/** Reads every unpacked app in dist/ back: its fuses, and what stands inside and beside its archive. */
export async function checkPackages() {
  const folders = existsSync(inProject('dist')) ? readdirSync(inProject('dist'), { withFileTypes: true }) : [];
  const apps = folders.filter((entry) => entry.isDirectory()).flatMap(({ name }) => appsIn(inProject('dist', name)));
  if (apps.length === 0) throw new Failure('dist/ holds no unpacked app');
  for (const { executable, resources } of apps) {
    await checkFuses(executable);
    await checkArchive(resources);
    note(executable);
  }
}

function appsIn(folder) {
  const mac = join(folder, 'Cornetta.app', 'Contents');
  return [
    { executable: join(folder, 'cornetta'), resources: join(folder, 'resources') },
    { executable: join(folder, 'Cornetta.exe'), resources: join(folder, 'resources') },
    { executable: join(mac, 'MacOS', 'Cornetta'), resources: join(mac, 'Resources') },
  ].filter(({ executable }) => existsSync(executable));
}

async function checkFuses(executable) {
  const { FuseV1Options, getCurrentFuseWire } = await import('@electron/fuses');
  const wire = await getCurrentFuseWire(executable);
  const wanted = {
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    GrantFileProtocolExtraPrivileges: false,
  };
  for (const [fuse, on] of Object.entries(wanted)) {
    if ((wire[FuseV1Options[fuse]] === ON) !== on)
      throw new Failure(`${executable}: fuse ${fuse} is not ${on ? 'on' : 'off'}`);
  }
}

async function checkArchive(resources) {
  const { listPackage } = await import('@electron/asar');
  const archive = join(resources, 'app.asar');
  const files = listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/'));
  const packages = files
    .filter((file) => /^\/node_modules\/(@[^/]+\/)?[^/@]+$/.test(file))
    .map((file) => file.slice(14));
  const engines = packages.filter(isSpeechEngine);
  const others = packages.filter((name) => !isSpeechEngine(name));
  if (others.sort().join() !== [...externalPackages].sort().join() || engines.length !== 1) {
    throw new Failure(
      `${archive}: node_modules should hold ${externalPackages.join(', ')} and one speech engine but holds ${packages.join(', ')}`,
    );
  }
  for (const entry of [
    '/out/main/index.js',
    '/out/main/transcriber.process.js',
    '/out/gateway/embedded.js',
    '/package.json',
  ]) {
    if (!files.includes(entry)) throw new Failure(`${archive}: ${entry} is missing`);
  }
  const unpacked = readdirSync(`${archive}.unpacked`, { recursive: true }).map((file) => file.replaceAll('\\', '/'));
  if (!unpacked.some((file) => file.includes('better-sqlite3') && file.endsWith('.node')))
    throw new Failure(`${archive}: the SQLite addon is not unpacked`);
  // The system's loader looks for the libraries beside the addon, and cannot read archives.
  const libraries = unpacked.filter((file) => file.includes(engines[0]) && /\.(so|dylib|dll)$/.test(file));
  if (!unpacked.some((file) => file.endsWith(`${engines[0]}/sherpa-onnx.node`)) || libraries.length < 2)
    throw new Failure(`${archive}: the speech engine and its libraries are not unpacked`);
  if (existsSync(join(resources, 'app'))) throw new Failure(`${resources}: a second app stands beside the archive`);
}
