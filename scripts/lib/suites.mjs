// The three test suites: how to run each and how to count it.
import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withDisplay } from './display.mjs';
import { tellFailedTests } from './failed-tests.mjs';
import { readJson } from './hash.mjs';
import { Failure } from './log.mjs';
import { inProject, projectCache, reportsFolder } from './paths.mjs';
import { requirePackages } from './system-packages.mjs';
import { runTool } from './tools.mjs';

/**
 * Runs a suite and counts its tests. A suite without tests, or one that breaks before it counts any, is one failure.
 * @returns {Promise<{ passed: number, failed: number, problem?: string, told: string[] }>} `told`: what failed, in lines
 */
export async function runSuite(suite, args = []) {
  const report = join(reportsFolder, `${suite}.json`);
  await mkdir(reportsFolder, { recursive: true });
  await rm(report, { force: true });
  if (suite !== 'unit') await requirePackages(suite);
  let broken = false;
  await (suite === 'e2e' ? runPlaywright(report, args) : runVitest(suite, report, args)).catch((error) => {
    if (!(error instanceof Failure)) throw error;
    broken = true;
  });
  const written = readJson(report);
  const { passed, failed } = count(suite, written);
  const told = tellFailedTests(suite, written);
  if (failed > 0) return { passed, failed, told, problem: `${failed} of ${passed + failed} failed` };
  if (passed === 0) return { passed, failed: 1, told, problem: 'no test ran' };
  if (broken) return { passed, failed: 1, told, problem: 'the run broke' };
  return { passed, failed, told };
}

/** Many tests start processes of Node: what they read is compiled once. */
const compiledOnce = { NODE_COMPILE_CACHE: join(projectCache, 'compiled') };

function runVitest(suite, report, args) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const preload = pathToFileURL(inProject('scripts', 'lib', 'prefer-prebuilt-sqlite.mjs')).href;
  const env = {
    ...process.env,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${preload}`.trim(),
    ...compiledOnce,
  };
  // Integration tests wait for sockets, clocks and disks for half of their time: other workers use it. Unit tests wait for their modules.
  const workers = suite === 'integration' ? availableParallelism() * 3 : availableParallelism() + 1;
  return runTool('vitest', ['run', '--project', suite, `--maxWorkers=${workers}`, ...reporters, ...args], { env });
}

function runPlaywright(report, args) {
  return withDisplay((display) => {
    const env = { ...display, ...compiledOnce, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
    return runTool('@playwright/test', ['test', '--reporter=list,json', ...args], { env });
  });
}

function count(suite, report) {
  if (report === undefined) return { passed: 0, failed: 0 };
  if (suite !== 'e2e') return { passed: report.numPassedTests, failed: report.numFailedTests };
  return { passed: report.stats.expected + report.stats.flaky, failed: report.stats.unexpected };
}
