import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { DEFINES_ONLY, LEAN_ZOOM } from './vite.config.ts';

/** The viewer of saved snapshots: one script and one style sheet, to be put into a page. */
export default defineConfig({
  plugins: [react()],
  resolve: LEAN_ZOOM,
  publicDir: false,
  build: {
    outDir: 'dist/viewer',
    emptyOutDir: true,
    target: 'es2023',
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: {
      input: 'src/viewer.tsx',
      output: { entryFileNames: 'viewer.js', assetFileNames: 'viewer.[ext]', codeSplitting: false },
      treeshake: {
        moduleSideEffects: [{ test: DEFINES_ONLY, sideEffects: false }],
        manualPureFunctions: ['Type'],
      },
    },
  },
});
