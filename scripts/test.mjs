// npm test: everything this machine can check without a cluster. Closes with `N passed, N failed`.
// `npm test -- --unit` leaves out the browser, `npm test -- --e2e` runs the browser tests alone.
import './node-version.mjs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { offerFirefox } from './firefox.mjs';
import { ensureInstalled, programOf } from './install.mjs';
import { Failure, foreground, main } from './process.mjs';
import { addCounts, countVitest, formatCounts } from './reports.mjs';

async function runUnitTests() {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-unit-'));
  const report = join(folder, 'report.json');
  try {
    const vitest = programOf('', 'vitest');
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
    return countVitest(report, await foreground(process.execPath, [vitest, 'run', ...reporters]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runBrowser() {
  await ensureBuilt();
  const chromium = await ensureChromium();
  await offerFirefox();
  const { runBrowserTests } = await import('./browser-tests.mjs');
  const counts = await runBrowserTests('demo', { env: { HOPSCOPE_CHROMIUM: chromium } });
  const panels = await runBrowserTests('embed', { env: { HOPSCOPE_CHROMIUM: chromium } });
  for (const [name, count] of Object.entries(panels)) counts[name] += count;
  return counts;
}

async function runStatic() {
  const { runStaticChecks } = await import('./static-checks.mjs');
  return runStaticChecks();
}

/** A part that cannot even begin is one failure, told in a line; the others still run. */
async function runPart(title, run) {
  console.log(`\n${title}`);
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.log(`  ✗ ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

await main(async (args) => {
  await ensureInstalled();
  const all = !args.includes('--unit') && !args.includes('--e2e');
  const parts = [];
  if (all || args.includes('--unit')) {
    parts.push(await runPart('Static checks', runStatic), await runPart('Unit tests', runUnitTests));
  }
  if (all || args.includes('--e2e')) parts.push(await runPart('Browser tests', runBrowser));
  const counts = addCounts(...parts);
  console.log(`\n${formatCounts(counts)}`);
  return counts.failed > 0 ? 1 : 0;
});
