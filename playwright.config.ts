import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

/** Each test starts the real app and waits for it half of the time: two at once fill two cores, and more would disturb the sound. */
const workers = Math.min(2, availableParallelism());

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  workers,
  fullyParallel: true,
  // A test that passes only the second time is a failing test.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: { trace: 'retain-on-failure' },
});
