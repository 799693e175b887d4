// What Electron and the tests need from a bare Debian. Elsewhere the user's package manager has the same libraries.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure, step } from './log.mjs';
import { mustRun, run } from './run.mjs';

const LIBRARIES = {
  'libgtk-3-0': 'libgtk-3.so.0',
  libnss3: 'libnss3.so',
  libasound2: 'libasound.so.2',
  libgbm1: 'libgbm.so.1',
  libnotify4: 'libnotify.so.4',
  libxss1: 'libXss.so.1',
  libxtst6: 'libXtst.so.6',
  'libsecret-1-0': 'libsecret-1.so.0',
};

const GROUPS = {
  electron: async () => missingLibraries(),
  display: async () => missingPrograms({ xvfb: 'Xvfb', xauth: 'xauth' }),
  // What the end-to-end tests check the app against: an independent decoder, a real SIP server, a keyring.
  e2e: async () => [
    ...missingPrograms({ ffmpeg: 'ffmpeg', kamailio: 'kamailio', dbus: 'dbus-run-session' }),
    ...missingPrograms({ 'gnome-keyring': 'gnome-keyring-daemon' }),
    ...(isInstalled('kamailio/modules/websocket.so') ? [] : ['kamailio-websocket-modules']),
  ],
  // The integration tests cut recordings that ffmpeg made, and open notes with another program for age files.
  integration: async () => missingPrograms({ ffmpeg: 'ffmpeg', age: 'age' }),
  compiler: async () => missingPrograms({ python3: 'python3', make: 'make', 'g++': 'g++' }),
};

/** Installs what a group lacks when this is root on a Debian; else says in one line what to install. */
export async function requirePackages(...groups) {
  if (process.platform !== 'linux') return;
  const missing = (await Promise.all(groups.map((group) => GROUPS[group]()))).flat();
  if (missing.length === 0) return;
  const install = ['apt-get', 'install', '--yes', '--no-install-recommends', ...missing];
  if (!onPath('apt-get')) throw new Failure(`install what these Debian packages hold: ${missing.join(' ')}`);
  if (process.getuid() !== 0) throw new Failure(`run this first: sudo ${install.join(' ')}`);
  await step(`system packages: ${missing.join(' ')}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await mustRun('apt-get', ['update'], { env, output: 'hide' });
    await mustRun(install[0], install.slice(1), { env, output: 'hide' });
  });
}

async function missingLibraries() {
  const linker = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find(existsSync);
  if (!linker) return [];
  const { stdout } = await run(linker, ['-p'], { output: 'hide' });
  return Object.entries(LIBRARIES)
    .filter(([, library]) => !stdout.includes(`\t${library} `))
    .map(([name]) => name);
}

function isInstalled(file) {
  return ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib'].some((folder) =>
    existsSync(join(folder, file)),
  );
}

function missingPrograms(programs) {
  return Object.entries(programs)
    .filter(([, program]) => !onPath(program))
    .map(([name]) => name);
}

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
