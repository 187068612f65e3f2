// npm run test:cluster: the browser tests against a real control plane.
//   HOPSCOPE_TEST_KUBECONFIG  a cluster that runs already; the tests run on this machine's network with KUBECONFIG set
//   HOPSCOPE_CLUSTER_TOOL     a tool with `up`, `exec`, `down` that brings one up in a network of its own
import './node-version.mjs';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { runBrowserTests } from './browser-tests.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureChromium, installPackages } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { capture, Failure, foreground, main, ROOT } from './process.mjs';
import { formatCounts } from './reports.mjs';

/** What the tool needs from Debian, by package. */
const NEEDED = { iproute2: 'ip', 'util-linux': 'nsenter', openssl: 'openssl', 'xz-utils': 'xz' };

function findTool() {
  const named = process.env.HOPSCOPE_CLUSTER_TOOL;
  if (named && !existsSync(named)) throw new Failure(`HOPSCOPE_CLUSTER_TOOL names ${named}, which does not exist.`);
  const usual = resolve(ROOT, '../shared/cluster/cluster');
  return named ? resolve(named) : existsSync(usual) ? usual : undefined;
}

async function ensureNeeded() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const isThere = (program) => folders.some((folder) => existsSync(join(folder, program)));
  const missing = Object.keys(NEEDED).filter((name) => !isThere(NEEDED[name]));
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return;
  console.log(`Installing ${missing.join(', ')} from the distribution (once) …`);
  const problem = await installPackages(missing);
  if (problem) throw new Failure(`apt-get install ${missing.join(' ')} failed: ${problem}`);
}

async function testWithTool(tool, env, args) {
  await ensureNeeded();
  const dir = mkdtempSync(join(tmpdir(), 'hopscope-cluster-'));
  try {
    console.log('Starting the test control plane …');
    // In the foreground: an interrupt ends it and still comes by the `down` below.
    const code = await foreground(tool, ['--dir', dir, 'up'], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (code !== 0) throw new Failure('The test control plane did not start.');
    // The tests restart the API server and read logs through the tool.
    const cluster = { ...env, HOPSCOPE_CLUSTER_TOOL: tool, HOPSCOPE_CLUSTER_DIR: dir };
    return await runBrowserTests('cluster', { env: cluster, door: [tool, '--dir', dir, 'exec', '--'], args });
  } finally {
    await capture(tool, ['--dir', dir, 'down']);
    rmSync(dir, { recursive: true, force: true });
  }
}

async function test(args) {
  const kubeconfig = process.env.HOPSCOPE_TEST_KUBECONFIG;
  const tool = kubeconfig ? undefined : findTool();
  if (!kubeconfig && !tool) {
    console.log('No cluster to test against: HOPSCOPE_TEST_KUBECONFIG and HOPSCOPE_CLUSTER_TOOL are not set.');
    return { passed: 0, failed: 0, skipped: 1 };
  }
  await ensureInstalled();
  await ensureBuilt();
  const env = { HOPSCOPE_CHROMIUM: await ensureChromium() };
  if (kubeconfig) return runBrowserTests('cluster', { env: { ...env, KUBECONFIG: kubeconfig }, args });
  return testWithTool(tool, env, args);
}

await main(async (args) => {
  let counts = { passed: 0, failed: 1, skipped: 0 };
  try {
    counts = await test(args);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.log(error.message);
  }
  console.log(`\n${formatCounts(counts)}`);
  return counts.failed > 0 ? 1 : 0;
});
