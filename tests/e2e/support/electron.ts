import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const projectDirectory = fileURLToPath(new URL('../../../', import.meta.url));

/** Stands for the project's folder on the command line where Playwright starts the app: see there. */
export const watchedApp = fileURLToPath(new URL('./watched-app.mjs', import.meta.url));

let executable: string | null = null;

/** The Electron that `npm run electron:path` prints: the same one `npm start` uses. */
export function electronExecutable(): string {
  // What the command runs, without npm, which takes longer than the script.
  executable ??= execFileSync(process.execPath, ['scripts/electron-runtime.mjs'], {
    cwd: projectDirectory,
    encoding: 'utf8',
  }).trim();
  if (!existsSync(executable)) throw new Error(`npm run electron:path printed "${executable}", which does not exist`);
  return executable;
}

/** Chromium's sandbox refuses to start as root. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * What a machine without sound card, screen or ordinary user needs on the command line; none of it lowers what the app itself enforces
 * (`--no-sandbox` only as root, where Chromium's sandbox cannot start;
 * not `--use-fake-ui-for-media-stream`, which goes past the app's own permission table).
 */
export function machineFlags(microphoneWav: string): readonly string[] {
  return [
    ...(isRoot() ? ['--no-sandbox'] : []),
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${microphoneWav}`,
    '--allow-loopback-in-peer-connection',
    '--force-device-scale-factor=1',
    '--lang=en-US',
  ];
}
