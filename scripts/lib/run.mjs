import { spawn } from 'node:child_process';
import { Failure } from './log.mjs';
import { root } from './paths.mjs';

const TAIL_LENGTH = 4000;

/**
 * Runs a command to its end, without a shell.
 *
 * `output`: 'show' passes it on, 'hide' keeps the end of it for the error message, 'stderr' shows everything on
 * standard error (for scripts whose own standard output is an answer).
 * `limit`: milliseconds after which the command is ended.
 * @returns {Promise<{ code: number, stdout: string, tail: string, timedOut: boolean }>} never rejects for an exit code.
 */
export function run(command, args, { cwd = root, env = process.env, output = 'show', limit, input } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = output === 'show' ? 'inherit' : 'pipe';
    const child = spawn(command, args, { cwd, env, stdio: [input === undefined ? 'ignore' : 'pipe', stdio, stdio] });
    let stdout = '';
    let tail = '';
    let timedOut = false;
    const timer =
      limit &&
      setTimeout(() => {
        timedOut = true;
        child.kill();
      }, limit);
    const keep = (chunk) => {
      tail = (tail + chunk).slice(-TAIL_LENGTH);
      if (output === 'stderr') process.stderr.write(chunk);
    };
    child.stdout?.setEncoding('utf8').on('data', (chunk) => {
      stdout += chunk;
      keep(chunk);
    });
    child.stderr?.setEncoding('utf8').on('data', keep);
    if (input !== undefined) child.stdin.end(input);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new Failure(`cannot run ${command}: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? (signal ? 128 : 1), stdout, tail, timedOut });
    });
  });
}

/** As {@link run}, but anything other than exit code 0 is a {@link Failure}. */
export async function mustRun(command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    if (options.output === 'hide') process.stderr.write(result.tail);
    throw new Failure(`${options.name ?? [command, ...args].join(' ')} failed with exit code ${result.code}`);
  }
  return result;
}

/** The npm that started this script, else the one on the PATH. */
export function npmCommand(args) {
  const entry = process.env.npm_execpath;
  if (entry?.endsWith('.js')) return { command: process.execPath, args: [entry, ...args] };
  // Node does not start .cmd files without a shell; the arguments given here hold no spaces.
  if (process.platform === 'win32')
    return { command: process.env.ComSpec ?? 'cmd.exe', args: ['/d', '/s', '/c', 'npm', ...args] };
  return { command: 'npm', args };
}
