import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Core and its libraries only define things: what a chunk does not use of them stays out of it. */
export const DEFINES_ONLY = /[\\/](?:packages[\\/]core|typebox|yaml|nanotar|d3-[a-z]+)[\\/]/;

/** d3-zoom brings another package along for the animations that no map of ours has. */
export const LEAN_ZOOM = { alias: { 'd3-transition': '@hopscope/panels/no-transition' } };

export default defineConfig({
  plugins: [react()],
  resolve: LEAN_ZOOM,
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
