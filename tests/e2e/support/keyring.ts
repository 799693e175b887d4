import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';

export interface Keyring {
  /** What an app needs to find it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** A session bus of its own with GNOME's keyring on it, unlocked; its files are below `folder` and die with it. */
export async function startKeyring(folder: string): Promise<Keyring> {
  const home = join(folder, 'keyring');
  const places = {
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_RUNTIME_DIR: join(home, 'run'),
  };
  for (const place of Object.values(places)) mkdirSync(place, { recursive: true, mode: 0o700 });
  const own = { ...process.env, ...places };
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    env: own,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(bus.stdout).once('line', resolve);
    bus.once('error', reject);
    bus.once('exit', () => reject(new Error('dbus-daemon ended')));
  });
  const environment = { DBUS_SESSION_BUS_ADDRESS: address };
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: { ...own, ...environment },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  daemon.stdin.end('keyring-password');
  const secrets = 'org.freedesktop.secrets';
  // Asked on the bus first: whoever addresses a service that is not there has it started, and there would be two.
  const isUnlocked = (): boolean =>
    asks(environment, 'org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner', `string:${secrets}`) ===
      'true' &&
    asks(
      environment,
      secrets,
      '/org/freedesktop/secrets/aliases/default',
      'org.freedesktop.DBus.Properties.Get',
      'string:org.freedesktop.Secret.Collection',
      'string:Locked',
    ) === 'false';
  await expect.poll(isUnlocked).toBe(true);
  return {
    environment,
    stop: async () => {
      await end(daemon);
      await end(bus);
    },
  };
}

/** The boolean that a method on the bus answers; null: something else. */
function asks(environment: Keyring['environment'], service: string, path: string, ...call: readonly string[]) {
  const asked = spawnSync('dbus-send', ['--session', '--print-reply', `--dest=${service}`, path, ...call], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  return /boolean (true|false)/.exec(asked.stdout)?.[1] ?? null;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await gone;
}
