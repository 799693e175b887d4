import { globSync } from 'node:fs';
import { basename } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { chromeTarget, externalPackages, nodeTarget } from './scripts/lib/build-targets.mjs';

/** Each src/main/**\/name.worker.ts becomes out/main/name.worker.js, the entry of a thread, and each name.process.ts that of a utility process. */
function workerEntries(): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const file of globSync('src/main/**/*.{worker,process}.ts')) {
    const name = basename(file, '.ts');
    if (entries[name]) throw new Error(`two entries are called ${name}: ${entries[name]} and ${file}`);
    entries[name] = file;
  }
  return entries;
}

export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      externalizeDeps: false,
      minify: true,
      sourcemap: true,
      rolldownOptions: {
        input: { index: 'src/main/index.ts', ...workerEntries() },
        external: externalPackages,
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      // A sandboxed preload is one CommonJS file that can require nothing but electron.
      externalizeDeps: false,
      isolatedEntries: true,
      sourcemap: 'hidden',
      rolldownOptions: {
        input: { ui: 'src/preload/ui.ts', phone: 'src/preload/phone.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  // The phone page is another origin and thus a build of its own: vite.phone.config.ts.
  renderer: {
    root: 'src/renderer/ui',
    plugins: [react()],
    build: {
      target: chromeTarget,
      outDir: 'out/renderer/ui',
      emptyOutDir: true,
      minify: true,
      sourcemap: 'hidden',
      // The content security policy allows files of the page's own origin and no data: addresses.
      assetsInlineLimit: 0,
      // Each file is a request to main, which is busy while it starts: what the first paint needs is one script, and the engine is never without
      // modulepreload.
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: 'src/renderer/ui/index.html',
        output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
      },
    },
  },
});
