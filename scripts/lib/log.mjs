import { performance } from 'node:perf_hooks';

/** A failure whose message says everything its reader needs; it is printed without a stack. */
export class Failure extends Error {}

// Progress goes to standard error, so that a script's standard output holds only its answer.
function print(line) {
  process.stderr.write(`${line}\n`);
}

export function note(text) {
  print(`  ${text}`);
}

export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Announces a long step, runs it and says how long it took. */
export async function step(title, work) {
  const started = performance.now();
  print(`▸ ${title}`);
  const result = await work();
  print(`✓ ${title} (${seconds(performance.now() - started)})`);
  return result;
}

/** Runs a script's body; a failure becomes one line and exit code 1. */
export async function runScript(body) {
  try {
    await body();
  } catch (error) {
    print(`✗ ${error instanceof Failure ? error.message : (error?.stack ?? error)}`);
    process.exitCode = 1;
  }
}
