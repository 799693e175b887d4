import { join } from 'node:path';
import { readJson, writeJson } from './hash.mjs';
import { reportsFolder } from './paths.mjs';

export const totalsFile = join(reportsFolder, 'totals.json');

/** @param {Record<string, { passed: number, failed: number }>} suites */
export function totalsOf(suites) {
  const counts = Object.values(suites);
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
  };
}

export function writeTotals(suites) {
  return writeJson(totalsFile, { ...totalsOf(suites), suites });
}

/** A run that broke before it could count is one failure. */
export function readTotals() {
  return readJson(totalsFile) ?? { passed: 0, failed: 1 };
}
