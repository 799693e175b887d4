import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Failure } from './log.mjs';
import { requirePackages } from './system-packages.mjs';

const SCREEN = '1600x1000x24';

export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * While it loads its texts, Electron sets LC_ALL to what `--lang` says. Where the variable was missing, the C library moves the whole
 * environment for it, which Chromium's Bluetooth thread begins to read in the same moment: one of some thousand starts dies of that, in
 * getenv. One that is there is changed in its place.
 */
const steady = process.platform === 'linux' ? { LC_ALL: 'C.UTF-8' } : {};

/** Calls `work` with an environment for apps that tests start, on a screen: the user's, or a virtual one that ends with the work. */
export async function withDisplay(work) {
  const environment = { ...steady, ...process.env };
  if (hasDisplay()) return work(environment);
  await requirePackages('display');
  // Xvfb picks a free number itself and writes it to descriptor 3 once it accepts clients. Without -noreset it starts anew whenever its last
  // client leaves, and an app that comes at that moment finds no screen.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const ended = once(server, 'exit');
  const stop = () => server.kill();
  process.once('exit', stop);
  try {
    const number = await displayNumber(server);
    return await work({ ...environment, DISPLAY: `:${number}` });
  } finally {
    process.off('exit', stop);
    stop();
    await ended;
  }
}

function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let complaint = '';
    server.stderr.setEncoding('utf8').on('data', (chunk) => {
      complaint = (complaint + chunk).slice(-500);
    });
    server.on('error', (error) => reject(new Failure(`cannot run Xvfb: ${error.message}`)));
    server.on('exit', () => reject(new Failure(`Xvfb did not start: ${complaint.trim() || 'no reason given'}`)));
    let text = '';
    server.stdio[3].setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      if (text.endsWith('\n')) resolve(text.trim());
    });
  });
}
