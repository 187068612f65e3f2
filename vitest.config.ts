import { defineConfig } from 'vitest/config';
import { threadSource } from './apps/server/thread-source.mjs';

export default defineConfig({
  plugins: [threadSource()],
  test: {
    // A busy machine is slow; a hang is still found.
    testTimeout: 60_000,
    include: ['packages/**/*.test.{ts,tsx}', 'apps/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    exclude: ['**/node_modules/**', '**/dist/**'],
  },
});
