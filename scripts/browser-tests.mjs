import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf } from './install.mjs';
import { foreground, ROOT } from './process.mjs';
import { countPlaywright } from './reports.mjs';

/**
 * Runs one Playwright project and counts its tests.
 * `door` is a command put before Playwright's own: the way into a test cluster's network.
 */
export async function runBrowserTests(project, { env = {}, door = [], args = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-e2e-'));
  const report = join(folder, 'report.json');
  const playwright = [
    process.execPath,
    programOf('e2e', '@playwright/test', 'playwright'),
    'test',
    `--project=${project}`,
  ];
  const [command, ...rest] = [...door, ...playwright, ...args];
  try {
    const code = await foreground(command, rest, {
      cwd: join(ROOT, 'e2e'),
      env: { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    });
    return countPlaywright(report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
