// What is checked without running anything: it says the same of the same files each time.
import { join } from 'node:path';
import { hashOfTree, readJson, writeJson } from './hash.mjs';
import { note } from './log.mjs';
import { projectCache } from './paths.mjs';
import { run } from './run.mjs';
import { checkStructure } from './structure/check.mjs';
import { runTool } from './tools.mjs';
import { typecheck } from './typecheck.mjs';

const stampFile = join(projectCache, 'static-checks.json');

const CHECKS = [
  ['format and lint', () => runTool('@biomejs/biome', ['ci', colours(), '.'], { name: 'biome' })],
  ['types', typecheck],
  ['import rules', checkStructure],
];

/**
 * Runs them, unless they have found these very files to be well before.
 * @param check runs one by its title and work, tells of a failure itself, and returns whether there was none
 */
export async function staticChecks(check) {
  const files = await checkout();
  if (files !== undefined && readJson(stampFile)?.files === files) {
    note(`${CHECKS.map(([title]) => title).join(', ')}: well, of these very files, when they were last checked`);
    return;
  }
  const well = await Promise.all(CHECKS.map(([title, work]) => check(title, work)));
  // A file that was written meanwhile may have been checked before or after.
  if (files !== undefined && well.every(Boolean) && (await checkout()) === files) await writeJson(stampFile, { files });
}

/** A digest of all files of the checkout; undefined where nobody can list them. */
async function checkout() {
  const listed = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    output: 'hide',
  }).catch(() => ({ code: 1 }));
  return listed.code === 0 ? hashOfTree(listed.stdout.split('\0').filter(Boolean)) : undefined;
}

// Biome colours its output for pipes too when it believes to be on a CI machine.
function colours() {
  return process.stdout.isTTY ? '--colors=force' : '--colors=off';
}
