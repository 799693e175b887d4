import { defineConfig } from '@playwright/test';

/**
 * Each test starts real apps and waits for them half of the time: four at once fill two cores. More would only wait for each other, and the
 * processor of a machine with more cores is not what they wait for.
 */
const workers = 4;

/** What waits for minutes or half-minutes of the product, and takes next to no processor time: one after the other, beside the rest. */
const waits = /@waits/;

/** Those that take the longest begin first, so that none of them is left running alone at the end. */
const long = /@long/;

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  workers: workers + 1,
  fullyParallel: true,
  // A test that passes only the second time is a failing test.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // For what hangs. A machine that is busy otherwise takes several times as long as one that is not.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  projects: [
    { name: 'waits', grep: waits, workers: 1 },
    { name: 'long', grep: long, workers },
    { name: 'others', grepInvert: [waits, long], workers },
  ],
  reporter: 'list',
  // What the apps said and showed where it went wrong stands in the output, with a picture of the window. A trace would cost each test that
  // passes a twentieth of its processor time; Playwright's own screenshots are taken of all windows at each end of an app, whatever the test
  // comes to, and wait five seconds for the phone window, which is never painted.
  use: { trace: 'off', screenshot: 'off' },
});
