import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from '../scripts/chromium.mjs';

const chromium = findChromium();

export default defineConfig({
  // A test that passes the second time has found something: no retries.
  retries: 0,
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // The JSON report goes where PLAYWRIGHT_JSON_OUTPUT_NAME says; without it, nobody counts and nobody needs it.
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] ? [['list'], ['json']] : [['list']],
  outputDir: './test-results',
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 800 },
    launchOptions: { args: CHROMIUM_ARGS, ...(chromium ? { executablePath: chromium } : {}) },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'demo', testDir: './demo' },
    { name: 'embed', testDir: './embed' },
    // Measures, and is started by npm run bench:web alone.
    { name: 'bench', testDir: './bench', testMatch: '*.bench.ts', workers: 1, timeout: 600_000 },
    // The tests of one cluster change that cluster: one after the other.
    { name: 'cluster', testDir: './cluster', workers: 1, fullyParallel: false, timeout: 180_000 },
  ],
});
