import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const projectDirectory = fileURLToPath(new URL('../../../', import.meta.url));

let executable: string | null = null;

/** The Electron that `npm run electron:path` prints: the same one `npm start` uses. */
export function electronExecutable(): string {
  executable ??= execFileSync('npm', ['run', '--silent', 'electron:path'], {
    cwd: projectDirectory,
    encoding: 'utf8',
  }).trim();
  if (!existsSync(executable)) throw new Error(`npm run electron:path printed "${executable}", which does not exist`);
  return executable;
}

/**
 * What a machine without sound card, screen or ordinary user needs on the command line; none of it lowers what the app itself enforces
 * (`--no-sandbox` only as root, where Chromium's sandbox cannot start).
 */
export function machineFlags(microphoneWav: string): readonly string[] {
  const asRoot = process.getuid?.() === 0;
  return [
    ...(asRoot ? ['--no-sandbox'] : []),
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${microphoneWav}`,
    '--allow-loopback-in-peer-connection',
    '--force-device-scale-factor=1',
    '--lang=en-US',
  ];
}
