import { defineConfig } from 'vite';
import { externalPackages, nodeTarget } from './scripts/lib/build-targets.mjs';

/** The gateway is plain Node: cli.js for a team's server, embedded.js for the app's utility process, notes.worker.js for either's thread. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: externalPackages },
  build: {
    ssr: true,
    target: nodeTarget,
    outDir: 'out/gateway',
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        cli: 'src/gateway/cli.ts',
        embedded: 'src/gateway/embedded.ts',
        'notes.worker': 'src/gateway/notes.worker.ts',
      },
      external: externalPackages,
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
