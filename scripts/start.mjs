// `npm start`: everything from a fresh clone to the running app. Arguments after `--` go to the app.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { ensureBuild } from './lib/build.mjs';
import { hasDisplay } from './lib/display.mjs';
import { Failure, note, runScript } from './lib/log.mjs';
import { root } from './lib/paths.mjs';
import { ensureRuntime } from './lib/ready.mjs';

await runScript(async () => {
  if (!hasDisplay()) {
    throw new Failure(
      'there is no screen: start this from a desktop, or with a virtual one by `xvfb-run -a npm start`',
    );
  }
  const electron = await ensureRuntime();
  await ensureBuild();
  note(`starting Cornetta in Electron ${electron.version}`);
  process.exitCode = await runApp(electron.executable, [
    root,
    ...sandboxFlags(),
    ...soundFlags(),
    ...process.argv.slice(2),
  ]);
});

/** Chromium refuses to start its sandbox as root; whoever runs the app as root does so on a machine for tests. */
function sandboxFlags() {
  return process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
}

/** On a machine that has no sound at all (a server, a container) Chromium plays a beep as microphone, so that calls can be tried. */
function soundFlags() {
  if (process.platform !== 'linux' || hasSound()) return [];
  note('this machine has no sound card: the microphone is simulated');
  return ['--use-fake-device-for-media-stream'];
}

function hasSound() {
  if (process.env.PULSE_SERVER || existsSync(`${process.env.XDG_RUNTIME_DIR}/pulse`)) return true;
  if (existsSync(`${process.env.XDG_RUNTIME_DIR}/pipewire-0`)) return true;
  return existsSync('/proc/asound/cards') && /^ *\d+ \[/m.test(readFileSync('/proc/asound/cards', 'utf8'));
}

function runApp(executable, args) {
  const app = spawn(executable, args, { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => app.kill(signal));
  return new Promise((resolve, reject) => {
    app.on('error', (error) => reject(new Failure(`cannot run ${executable}: ${error.message}`)));
    app.on('close', (code, signal) => {
      if (signal) note(`the app was ended by ${signal}`);
      resolve(code ?? 1);
    });
  });
}
