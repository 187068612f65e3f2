import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { guardFirstLoad } from '../../scripts/first-load.mjs';

/** Core and its libraries only define things: what a chunk does not use of them stays out of it. */
export const DEFINES_ONLY = /[\\/](?:packages[\\/]core|typebox|yaml|nanotar|d3-[a-z]+)[\\/]/;

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  plugins: [react(), guardFirstLoad({ root: path('../..'), record: path('first-load.json') })],
  build: {
    outDir: 'dist',
    target: 'es2023',
    sourcemap: false,
    rolldownOptions: {
      treeshake: {
        moduleSideEffects: [{ test: DEFINES_ONLY, sideEffects: false }],
        manualPureFunctions: ['Type'],
      },
    },
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:7411', changeOrigin: false } } },
});
