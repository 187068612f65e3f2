// npm run test:cluster: the server's own tests and the browser tests against a real control plane (see cluster-tool.mjs for which).
//   HOPSCOPE_PACKET_CASES  a folder of cases that hold what real ztunnels said; their pods then say the same
import './node-version.mjs';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runBrowserTests } from './browser-tests.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { findCluster, mainWithCounts, withCluster } from './cluster-tool.mjs';
import { ensureInstalled, programOf } from './install.mjs';
import { foreground, ROOT } from './process.mjs';
import { addCounts, countVitest } from './reports.mjs';

function findCases() {
  const named = process.env.HOPSCOPE_PACKET_CASES;
  const usual = resolve(ROOT, '../shared/corpora/handed/packets');
  return named ?? (existsSync(usual) ? usual : '');
}

/** All `*.cluster.test.ts`; `door` is a command put before: the way into the cluster's network. */
async function runServerTests({ env, door = [] }) {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-cluster-report-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  // One file after the other: they share the cluster.
  const vitest = [programOf('', 'vitest'), 'run', '.cluster.test.ts', '--no-file-parallelism', ...reporters];
  const [command, ...rest] = [...door, process.execPath, ...vitest];
  try {
    const code = await foreground(command, rest, {
      cwd: ROOT,
      env: { ...process.env, ...env, HOPSCOPE_PACKET_CASES: findCases() },
    });
    return countVitest(report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** With arguments only the browser tests, which they are for. */
async function runBoth(options, args) {
  const browser = () => runBrowserTests('cluster', { ...options, args });
  if (args.length > 0) return browser();
  return addCounts(await runServerTests(options), await browser());
}

async function test(args) {
  const found = findCluster();
  if (!found) return { passed: 0, failed: 0, skipped: 1 };
  const { kubeconfig, tool } = found;
  await ensureInstalled();
  await ensureBuilt();
  const env = { HOPSCOPE_CHROMIUM: await ensureChromium() };
  if (kubeconfig) return runBoth({ env: { ...env, KUBECONFIG: kubeconfig } }, args);
  return withCluster(tool, (dir) => {
    // The tests restart the API server and read logs through the tool.
    const cluster = {
      ...env,
      HOPSCOPE_CLUSTER_TOOL: tool,
      HOPSCOPE_CLUSTER_DIR: dir,
      HOPSCOPE_TEST_KUBECONFIG: join(dir, 'kubeconfig'),
    };
    return runBoth({ env: cluster, door: [tool, '--dir', dir, 'exec', '--'] }, args);
  });
}

await mainWithCounts(test);
