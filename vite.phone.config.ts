import { defineConfig } from 'vite';
import { chromeTarget } from './scripts/lib/build-targets.mjs';

/** The hidden page with SIP and media, served on its own origin: its files all stand beneath out/renderer/phone. */
export default defineConfig({
  root: 'src/renderer/phone',
  base: './',
  build: {
    target: chromeTarget,
    outDir: '../../../out/renderer/phone',
    emptyOutDir: true,
    minify: true,
    sourcemap: 'hidden',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
