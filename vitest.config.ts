import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    globals: false,
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
    // What is tested here keeps no state of its own in modules, and stubs and clocks are put back after each test: the files can share the
    // modules of a worker, which are then read once instead of once a file. Servers, sockets, files and databases each test has of its own.
    isolate: false,
    projects: [
      {
        extends: true,
        // The limit is for what hangs: a property with thousands of cases takes its time on a machine that is busy otherwise.
        test: { name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'], testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: 'tests/entries/build-entries.ts',
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
