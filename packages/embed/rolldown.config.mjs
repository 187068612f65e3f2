import { defineConfig } from 'rolldown';

// One module without a dependency, which a page takes as it is.
export default defineConfig({
  input: 'src/index.ts',
  platform: 'browser',
  output: { file: 'dist/hopscope-panel.js', format: 'esm', minify: true, codeSplitting: false },
});
