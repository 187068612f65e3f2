import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { DEFINES_ONLY, LEAN_ZOOM } from './vite.config.ts';

/** Panels in other people's pages: an entry of their own, each panel a piece that comes when it is shown. */
export default defineConfig({
  plugins: [react()],
  resolve: LEAN_ZOOM,
  base: '/embed/',
  publicDir: false,
  build: {
    outDir: 'dist/embed',
    emptyOutDir: true,
    target: 'es2023',
    rolldownOptions: {
      input: 'embed.html',
      treeshake: {
        moduleSideEffects: [{ test: DEFINES_ONLY, sideEffects: false }],
        manualPureFunctions: ['Type'],
      },
    },
  },
});
