// What failed, from the report of a suite: said once more at the end of a run, where whoever has only the end of the output finds it.
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './paths.mjs';

const MOST_TESTS = 20;
const MOST_LINES = 12;

/**
 * @param {'unit' | 'integration' | 'e2e'} suite
 * @param {object | undefined} report as vitest or Playwright wrote it
 * @returns {string[]} lines: each failed test, and under it the beginning of what it said
 */
export function tellFailedTests(suite, report) {
  if (report === undefined) return [];
  const failed = suite === 'e2e' ? failedSpecs(report) : failedAssertions(report);
  const told = failed.slice(0, MOST_TESTS).flatMap(({ name, message }) => [name, ...beginningOf(message)]);
  return failed.length > MOST_TESTS ? [...told, `and ${failed.length - MOST_TESTS} more`] : told;
}

function failedAssertions({ testResults }) {
  return testResults.flatMap(({ name: path, message, assertionResults }) => {
    const file = relative(root, path);
    const tests = assertionResults.filter(({ status }) => status === 'failed');
    // A file that cannot be read has no tests, and one whose hook failed has only skipped ones.
    if (tests.length === 0 && message) return [{ name: file, message }];
    return tests.map(({ fullName, failureMessages }) => ({
      name: `${file} › ${fullName}`,
      message: failureMessages.join('\n'),
    }));
  });
}

function failedSpecs({ suites, errors }) {
  const specs = suites.flatMap(allSpecs).filter(({ ok }) => !ok);
  const tests = specs.map(({ file, line, title, tests: runs }) => ({
    name: `${file}:${line} › ${title}`,
    message: runs
      .flatMap(({ results }) => results)
      .flatMap((result) => result.errors)
      .map(saidBy)
      .join('\n'),
  }));
  return [...errors.map((error) => ({ name: 'outside of a test', message: saidBy(error) })), ...tests];
}

/** Only an Error has a message: of anything else that was thrown, Playwright tells the value. */
const saidBy = ({ message, value }) => message ?? value ?? '';

const allSpecs = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(allSpecs)];

function beginningOf(message) {
  const lines = stripVTControlCharacters(message).trim().split('\n');
  return lines.slice(0, MOST_LINES).map((line) => `  ${line}`);
}
