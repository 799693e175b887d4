import { defineConfig } from '@playwright/test';

/** `npm run screenshots`: pictures of the real app, for docs/screenshots and for looking at. No test: nothing is compared. */
export default defineConfig({
  testDir: 'tests/screenshots',
  testMatch: '**/*.shots.ts',
  outputDir: 'test-results/screenshots',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
});
