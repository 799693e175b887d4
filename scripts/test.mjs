// `npm test`: every check there is, none skipped because an earlier one failed (but no end-to-end tests
// without a build). `npm run test:unit`, `test:integration` and `test:e2e` run one suite; their further arguments go
// to vitest or Playwright.
import { rm } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { build, ensureBuild, isUpToDate } from './lib/build.mjs';
import { Failure, note, runScript, seconds, step } from './lib/log.mjs';
import { ensureRuntime } from './lib/ready.mjs';
import { staticChecks } from './lib/static-checks.mjs';
import { runSuite } from './lib/suites.mjs';
import { totalsFile, totalsOf, writeTotals } from './lib/totals.mjs';

const SUITES = ['unit', 'integration', 'e2e'];
const [only, ...args] = process.argv.slice(2);

const started = performance.now();
const suites = {};
const failures = [];
const told = [];

await runScript(async () => {
  await rm(totalsFile, { force: true });
  if (only !== undefined && !SUITES.includes(only))
    throw new Failure(`there is no suite "${only}": ${SUITES.join(', ')}`);
  await ensureRuntime();
  if (only === undefined) await everything();
  else await oneSuite();
  await writeTotals(suites);
  conclude();
});

async function everything() {
  // Each of these waits for its files or leaves a core to itself at times. What follows measures time, and gets the machine to itself.
  await Promise.all([staticChecks(check), suite('unit')]);
  await suite('integration');
  const built = await check('build', async () => isUpToDate() || build());
  if (built) await suite('e2e');
  else suites.e2e = { passed: 0, failed: 1 };
}

async function oneSuite() {
  if (only === 'e2e') await ensureBuild();
  await suite(only);
}

async function suite(name) {
  await check(`${name} tests`, async () => {
    const { problem, told: lines, ...counts } = await runSuite(name, args);
    suites[name] = counts;
    told.push(...lines);
    if (problem) throw new Failure(problem);
    note(`${counts.passed} passed`);
  });
}

/** Runs a check to its end; a failure is kept for the conclusion. */
async function check(title, work) {
  try {
    await step(title, work);
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    note(`✗ ${title}: ${error.message}`);
    failures.push(`${title} (${error.message})`);
    return false;
  }
}

function conclude() {
  const { passed, failed } = totalsOf(suites);
  const counted = `${passed} tests passed, ${failed} failed, ${seconds(performance.now() - started)}`;
  for (const line of told) note(line);
  if (failures.length > 0) throw new Failure(`${failures.join('; ')} – ${counted}`);
  note(`all is well: ${counted}`);
}
