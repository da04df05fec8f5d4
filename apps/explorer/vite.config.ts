import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Bundles GraphiQL with its editor and workers into files that the api serves at /explorer: nothing is loaded from elsewhere. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/explorer/',
  build: {
    outDir: fileURLToPath(new URL('../../dist/explorer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 8_000, // kilobytes: an editor is large, and it is loaded once
  },
  worker: { format: 'es' },
});
