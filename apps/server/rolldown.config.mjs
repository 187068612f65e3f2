import { defineConfig } from 'rolldown';
import { threadSource } from './thread-source.mjs';

// One file with every dependency inside: it runs wherever Node does, without node_modules.
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  plugins: [threadSource()],
  output: {
    file: 'dist/hopscope.mjs',
    format: 'esm',
    banner: '#!/usr/bin/env node',
    codeSplitting: false,
  },
});
