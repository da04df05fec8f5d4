import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Bundles the console into files that the api serves at /: nothing is loaded from elsewhere. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: fileURLToPath(new URL('../../dist/console', import.meta.url)),
    emptyOutDir: true,
    manifest: true, // which file loads which: test/browser/budgets.spec.ts weighs by it
    assetsDir: 'console', // /assets is the api's own
    assetsInlineLimit: 0, // the content security policy allows no data: fonts
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
